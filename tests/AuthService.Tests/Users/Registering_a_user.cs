using Contracts;
using Contracts.Users;

namespace AuthService.Tests.Users;

public sealed class Registering_a_user : AuthServiceTest
{
    [Fact]
    public async Task Creates_an_account_with_the_role_USER()
    {
        var id = Guid.NewGuid();

        var user = (await Service.Register("  Ada@Example.com ", userId: id, name: " Ada ")).ShouldBeOfType<UserDetails>();

        user.Id.ShouldBe(id);
        user.Email.ShouldBe("Ada@Example.com");
        user.Name.ShouldBe("Ada");
        user.Roles.ShouldBe([Role.User]);
        user.UpdatedAt.ShouldBe(user.CreatedAt);
        (await Service.Ask<UserDetails>(new GetUser(id))).ShouldBeOfType<UserDetails>().Email.ShouldBe(user.Email);
    }

    [Fact]
    public async Task No_password_is_stored_in_clear()
    {
        var user = await Service.HasUser("ada@example.com");

        (await Service.Users.Get(user.Id.ToString()))!.PasswordHash.ShouldNotBeNull().ShouldNotContain(AuthServiceHost.Password);
    }

    [Theory]
    [InlineData("ada@example.com")]
    [InlineData("ADA@EXAMPLE.COM")]
    [InlineData(" Ada@example.Com ")]
    public async Task An_email_that_is_taken_is_refused_in_any_case(string again)
    {
        await Service.HasUser("ada@example.com");

        ShouldBeRefused(await Service.Register(again), "EMAIL_TAKEN");
    }

    [Fact]
    public async Task The_same_command_again_is_answered_with_the_same_account()
    {
        var id = Guid.NewGuid();
        var first = (await Service.Register("ada@example.com", userId: id)).ShouldBeOfType<UserDetails>();

        var second = (await Service.Register("Ada@example.com", userId: id)).ShouldBeOfType<UserDetails>();

        second.Email.ShouldBe(first.Email);
        second.CreatedAt.ShouldBe(first.CreatedAt);
    }

    [Fact]
    public async Task Simultaneous_deliveries_of_one_command_are_answered_with_one_account()
    {
        var id = Guid.NewGuid();

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Service.Register("ada@example.com", userId: id)));

        answers.ShouldAllBe(answer => answer is UserDetails && ((UserDetails)answer).Id == id);
    }

    [Fact]
    public async Task An_id_that_belongs_to_another_account_is_refused()
    {
        var user = await Service.HasUser("ada@example.com");

        ShouldBeRefused(await Service.Register("bob@example.com", userId: user.Id), "INVALID_STATE");
    }

    [Fact]
    public async Task Of_64_who_want_an_email_at_once_one_gets_it()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => Service.Register(i % 2 == 0 ? "ada@example.com" : "ADA@example.com")));

        answers.OfType<UserDetails>().Count().ShouldBe(1);
        answers.OfType<Refused>().Count(refused => refused.Code == "EMAIL_TAKEN").ShouldBe(63);
    }

    [Theory]
    [InlineData("no address", AuthServiceHost.Password, null, "email")]
    [InlineData("two@at@example.com", AuthServiceHost.Password, null, "email")]
    [InlineData("jürgen@example.com", AuthServiceHost.Password, null, "email")]
    [InlineData("ada@example.com\u0000", AuthServiceHost.Password, null, "email")]
    [InlineData("ada@example.com", "Short-1", null, "password")]
    [InlineData("ada@example.com", "no-upper-case-1", null, "password")]
    [InlineData("ada@example.com", "NO-LOWER-CASE-1", null, "password")]
    [InlineData("ada@example.com", "No-digit-at-all", null, "password")]
    [InlineData("ada@example.com", AuthServiceHost.Password, "a\u0000b", "name")]
    [InlineData("", "", null, "email,password")]
    public async Task What_must_not_be_stored_is_refused(string email, string password, string? name, string fields)
    {
        var refused = ShouldBeRefused(await Service.Register(email, password, name: name), "VALIDATION_FAILED");

        refused.Errors!.Keys.ShouldBe(fields.Split(','));
    }

    [Fact]
    public async Task Every_length_is_bounded()
    {
        var refused = ShouldBeRefused(
            await Service.Register($"{new string('a', 250)}@x.com", "Aa1" + new string('x', 126), name: new string('n', 101)), "VALIDATION_FAILED");

        refused.Errors!.Keys.ShouldBe(["email", "password", "name"]);
    }

    [Fact]
    public async Task When_nobody_waits_any_more_nothing_is_created()
    {
        var id = Guid.NewGuid();

        await Service.Deliver(new RegisterUser(id, "ada@example.com", AuthServiceHost.Password, null), expired: true);

        ShouldBeRefused(await Service.Ask<UserDetails>(new GetUser(id)), "NOT_FOUND");
    }

    [Fact]
    public async Task An_unknown_user_is_not_found() =>
        ShouldBeRefused(await Service.Ask<UserDetails>(new GetUser(Guid.NewGuid())), "NOT_FOUND");
}
