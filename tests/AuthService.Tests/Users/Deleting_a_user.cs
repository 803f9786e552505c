using System.Text.Json;
using AuthService.Users;
using Contracts;
using Contracts.Users;
using Documents;

namespace AuthService.Tests.Users;

public sealed class Deleting_a_user : AuthServiceTest
{
    private static readonly Caller Admin = new(Guid.NewGuid(), [Role.Admin]);

    [Fact]
    public async Task Both_tokens_end_and_nobody_gets_in_any_more()
    {
        var user = await Service.HasUser("ada@example.com");
        var session = await Service.HasSession("ada@example.com");

        (await Delete(user.Id)).ShouldBe(new UserDeleted(user.Id));

        (await Service.Accepts(session)).ShouldBeFalse();
        ShouldBeRefused(await Service.Refresh(session.RefreshToken), "INVALID_REFRESH_TOKEN");
        ShouldBeRefused(await Service.LogIn("ada@example.com"), "INVALID_CREDENTIALS");
    }

    [Fact]
    public async Task Nobody_finds_or_changes_the_account_any_more()
    {
        var user = await Service.HasUser("ada@example.com");
        await Service.HasUser("bob@example.com");
        await Delete(user.Id);

        ShouldBeRefused(await Service.Ask<UserDetails>(new GetUser(user.Id)), "NOT_FOUND");
        ShouldBeRefused(await Service.ChangeRoles(user.Id, Role.Admin), "NOT_FOUND");
        ShouldBeRefused(await Service.Ask<PasswordChanged>(new ChangePassword(user.Id, AuthServiceHost.Password, "Another-Horse-2")), "NOT_FOUND");
        ShouldBeRefused(await Delete(user.Id), "NOT_FOUND");
        foreach (var part in new[] { null, "example" })
        {
            (await Service.Ask<UserList>(new FindUsers(part, 1, null))).ShouldBeOfType<UserList>()
                .ShouldSatisfyAllConditions(
                    list => list.Items.ShouldHaveSingleItem().Email.ShouldBe("bob@example.com"),
                    list => list.NextCursor.ShouldBeNull());
        }
    }

    [Fact]
    public async Task The_other_services_are_told()
    {
        var user = await Service.HasUser("ada@example.com");

        await Delete(user.Id);

        (await Service.Deletions.Next()).ShouldBe(new UserDeleted(user.Id));
    }

    [Fact]
    public async Task Nothing_personal_is_kept()
    {
        var user = (await Service.Register("zoe@example.com", name: "Zoe")).ShouldBeOfType<UserDetails>();
        await Delete(user.Id);

        var kept = JsonSerializer.Serialize((await Service.Users.Get(user.Id.ToString())).ShouldNotBeNull());

        kept.ShouldNotContain("zoe");
        kept.ShouldContain("\"PasswordHash\":null");
    }

    [Fact]
    public async Task The_next_one_gets_the_address_but_not_the_id()
    {
        var user = await Service.HasUser("ada@example.com");
        await Delete(user.Id);

        ShouldBeRefused(await Service.Register("bob@example.com", userId: user.Id), "INVALID_STATE");
        (await Service.HasUser("ada@example.com")).Id.ShouldNotBe(user.Id);
        (await Service.HasSession("ada@example.com")).User.Id.ShouldNotBe(user.Id);
    }

    [Fact]
    public async Task Who_deleted_it_is_recorded_and_nothing_personal()
    {
        var user = await Service.HasUser("zoe@example.com");
        await Delete(user.Id);

        var entry = (await Service.Audited.Of(user.Id, 1)).ShouldHaveSingleItem();

        (entry.Action, entry.Actor, entry.After).ShouldBe(("user.deleted", Admin.UserId.ToString(), null));
        entry.Before.ShouldNotBeNull()["roles"].EnumerateArray().Select(role => role.GetString()).ShouldBe(["USER"]);
        JsonSerializer.Serialize(entry).ShouldNotContain("zoe@");
    }

    [Fact]
    public async Task That_an_administrator_lost_the_role_and_then_the_account_is_recorded()
    {
        await Service.HasUser("bob@example.com", Role.Admin);
        var user = await Service.HasUser("ada@example.com", Role.Auditor, Role.Admin);
        await Delete(user.Id);

        (await Service.Audited.Of(user.Id, 3)).Skip(1).Select(entry => $"{entry.Action} {JsonSerializer.Serialize(entry.Before)}").ShouldBe(
            ["roles.changed {\"roles\":[\"AUDITOR\",\"ADMIN\"]}", "user.deleted {\"roles\":[\"AUDITOR\"]}"]);
    }

    [Fact]
    public async Task The_last_administrator_stays_and_another_one_leaves_the_roster()
    {
        var ada = await Service.HasUser("ada@example.com", Role.Admin);
        var session = await Service.HasSession("ada@example.com");
        ShouldBeRefused(await Delete(ada.Id), "LAST_ADMIN");
        (await Service.Accepts(session)).ShouldBeTrue();

        var bob = await Service.HasUser("bob@example.com", Role.Admin);
        (await Delete(ada.Id)).ShouldBeOfType<UserDeleted>();

        (await Service.Rosters.Get(AdminRoster.OnlyId))!.Members.ShouldBe([bob.Id.ToString()]);
        ShouldBeRefused(await Delete(bob.Id), "LAST_ADMIN");
    }

    [Fact]
    public async Task Of_two_administrators_who_delete_each_other_one_stays()
    {
        var one = await Service.HasUser("ada@example.com", Role.Admin);
        for (var round = 0; round < 10; round++)
        {
            var other = await Service.HasUser($"bob{round}@example.com", Role.Admin);

            var answers = await Task.WhenAll(Delete(one.Id), Delete(other.Id));

            answers.OfType<UserDeleted>().Count().ShouldBe(1);
            answers.OfType<Refused>().ShouldHaveSingleItem().Code.ShouldBe("LAST_ADMIN");
            one = answers[0] is Refused ? one : other;
            (await Service.Rosters.Get(AdminRoster.OnlyId))!.Members.ShouldBe([one.Id.ToString()]);
        }
    }

    [Fact]
    public async Task A_login_that_the_deletion_overtook_is_refused()
    {
        var user = await Service.HasUser("ada@example.com");
        var pause = Service.AccessTokens.PauseNextStart();
        var login = Service.LogIn("ada@example.com");
        await pause.Reached;

        (await Delete(user.Id)).ShouldBeOfType<UserDeleted>();
        pause.Release();

        ShouldBeRefused(await login, "INVALID_CREDENTIALS");
        (await Service.AccessTokens.Get(user.Id)).ShouldBeNull();
    }

    [Fact]
    public async Task A_refresh_that_the_deletion_overtook_is_refused()
    {
        var user = await Service.HasUser("ada@example.com");
        var session = await Service.HasSession("ada@example.com");
        var pause = Service.AccessTokens.PauseNextStart();
        var refresh = Service.Refresh(session.RefreshToken);
        await pause.Reached;

        (await Delete(user.Id)).ShouldBeOfType<UserDeleted>();
        pause.Release();

        ShouldBeRefused(await refresh, "INVALID_REFRESH_TOKEN");
        (await Service.AccessTokens.Get(user.Id)).ShouldBeNull();
    }

    [Theory]
    [InlineData(Role.User)]
    [InlineData(Role.Auditor, Role.Admin)]
    public async Task While_the_session_store_is_down_nothing_changes(params Role[] roles)
    {
        await Service.HasUser("bob@example.com", Role.Admin);
        var user = await Service.HasUser("ada@example.com", roles);
        Service.AccessTokens.IsDown = true;

        await Should.ThrowAsync<MassTransit.RequestFaultException>(() => Delete(user.Id));

        (await Service.Users.Get(user.Id.ToString()))!.ShouldSatisfyAllConditions(
            kept => kept.Email.ShouldBe("ada@example.com"), kept => kept.Roles.ShouldBe(roles));
    }

    /// <summary>The store of sessions may have gone, or the service, between the two.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_deletion_that_was_cut_off_is_finished(bool isSameCommand)
    {
        var user = await Service.HasUser("ada@example.com");
        var session = await Service.HasSession("ada@example.com");
        var messageId = Guid.NewGuid();
        await Service.Users.Change(user.Id.ToString(), account =>
        {
            account.Delete("admin", Service.Get<HiddenAddresses>().Seal(user.Id, "ada@example.com"), messageId, DateTimeOffset.UnixEpoch);
            return true;
        });
        (await Service.Accepts(session)).ShouldBeTrue();

        var answer = await Delete(user.Id, isSameCommand ? messageId : null);

        (answer is UserDeleted).ShouldBe(isSameCommand);
        (await Service.Accepts(session)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_command_that_is_delivered_again_is_answered_as_the_first_time()
    {
        var user = await Service.HasUser("ada@example.com");
        var messageId = Guid.NewGuid();

        (await Delete(user.Id, messageId)).ShouldBeOfType<UserDeleted>();
        (await Delete(user.Id, messageId)).ShouldBeOfType<UserDeleted>();

        (await Service.Audited.Of(user.Id, 1)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task When_nobody_waits_any_more_nothing_is_deleted()
    {
        var user = await Service.HasUser("ada@example.com");

        await Service.Deliver(new DeleteUser(user.Id, Admin), expired: true);

        (await Service.Ask<UserDetails>(new GetUser(user.Id))).ShouldBeOfType<UserDetails>();
    }

    [Fact]
    public async Task A_caller_who_is_no_administrator_is_refused_and_so_is_an_account_that_is_not_there()
    {
        var user = await Service.HasUser("ada@example.com");

        ShouldBeRefused(await Service.Ask<UserDeleted>(new DeleteUser(user.Id, new Caller(user.Id, [Role.User, Role.Operator]))), "FORBIDDEN");
        ShouldBeRefused(await Delete(Guid.NewGuid()), "NOT_FOUND");
    }

    private Task<object> Delete(Guid userId, Guid? messageId = null) => Service.Ask<UserDeleted>(new DeleteUser(userId, Admin), messageId);
}
