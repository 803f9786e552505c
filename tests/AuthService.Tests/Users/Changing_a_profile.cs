using Contracts.Users;

namespace AuthService.Tests.Users;

public sealed class Changing_a_profile : AuthServiceTest
{
    [Theory]
    [InlineData(" Ada ", "Ada")]
    [InlineData(null, null)]
    public async Task A_name_is_set_and_taken_away(string? name, string? stored)
    {
        var user = (UserDetails)await Service.Register("ada@example.com", name: "Augusta");

        var changed = (await Change(user, name)).ShouldBeOfType<UserDetails>();

        changed.Name.ShouldBe(stored);
        changed.UpdatedAt.ShouldBeGreaterThan(user.UpdatedAt);
        (await Service.Audited.Of(user.Id, 1)).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            change => change.Action.ShouldBe("user.updated"),
            change => change.After.ShouldBeNull());
    }

    [Fact]
    public async Task The_name_that_one_has_changes_nothing()
    {
        var user = (UserDetails)await Service.Register("ada@example.com", name: "Ada");

        (await Change(user, "Ada")).ShouldBeOfType<UserDetails>().UpdatedAt.ShouldBe(user.UpdatedAt);
    }

    [Fact]
    public async Task A_name_that_is_too_long_and_a_user_who_is_not_there_are_refused()
    {
        var user = await Service.HasUser("ada@example.com");

        ShouldBeRefused(await Change(user, new string('a', 101)), "VALIDATION_FAILED").Errors!.Keys.ShouldBe(["name"]);
        ShouldBeRefused(await Service.Ask<UserDetails>(new ChangeProfile(Guid.NewGuid(), "Ada")), "NOT_FOUND");
    }

    [Fact]
    public async Task A_change_that_is_delivered_again_undoes_no_later_one()
    {
        var user = (UserDetails)await Service.Register("ada@example.com", name: "Augusta");
        var first = Guid.NewGuid();
        await Change(user, "Ada", first);
        await Change(user, "Countess");

        (await Change(user, "Ada", first)).ShouldBeOfType<UserDetails>().Name.ShouldBe("Countess");
    }

    private Task<object> Change(UserDetails user, string? name, Guid? messageId = null) =>
        Service.Ask<UserDetails>(new ChangeProfile(user.Id, name), messageId);
}
