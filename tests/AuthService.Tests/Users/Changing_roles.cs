using AuthService.Accounts;
using AuthService.Users;
using Contracts;
using Contracts.Sessions;
using Contracts.Users;
using Documents;

namespace AuthService.Tests.Users;

public sealed class Changing_roles : AuthServiceTest
{
    [Fact]
    public async Task The_access_token_ends_and_a_refresh_gives_the_new_roles()
    {
        var user = await Service.HasUser("ada@example.com");
        var session = await Service.HasSession("ada@example.com");
        (await Service.Accepts(session)).ShouldBeTrue();

        var changed = (await Service.ChangeRoles(user.Id, Role.Auditor, Role.User)).ShouldBeOfType<UserDetails>();

        changed.Roles.ShouldBe([Role.User, Role.Auditor]);
        changed.UpdatedAt.ShouldBeGreaterThan(user.UpdatedAt);
        (await Service.Accepts(session)).ShouldBeFalse();
        var next = (await Service.Refresh(session.RefreshToken)).ShouldBeOfType<SessionStarted>();
        next.User.Roles.ShouldBe([Role.User, Role.Auditor]);
        Token.RolesOf(next).ShouldBe(["USER", "AUDITOR"]);
        (await Service.Accepts(next)).ShouldBeTrue();
    }

    [Fact]
    public async Task While_the_session_store_is_down_nothing_changes()
    {
        var user = await Service.HasUser("ada@example.com");
        Service.AccessTokens.IsDown = true;

        await Should.ThrowAsync<MassTransit.RequestFaultException>(() => Service.ChangeRoles(user.Id, Role.Auditor));

        (await Service.Users.Get(user.Id.ToString()))!.Roles.ShouldBe([Role.User]);
    }

    [Fact]
    public async Task A_refresh_that_the_change_overtook_hands_out_no_old_roles()
    {
        var user = await Service.HasUser("ada@example.com", Role.User, Role.Operator);
        var session = await Service.HasSession("ada@example.com");
        var pause = Service.AccessTokens.PauseNextStart();
        var refresh = Service.Refresh(session.RefreshToken);
        await pause.Reached;

        (await Service.ChangeRoles(user.Id, Role.User)).ShouldBeOfType<UserDetails>();
        pause.Release();

        var next = (await refresh).ShouldBeOfType<SessionStarted>();
        Token.RolesOf(next).ShouldBe(["USER"]);
        next.User.Roles.ShouldBe([Role.User]);
        (await Service.Accepts(next)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_login_that_the_change_overtook_hands_out_no_old_roles()
    {
        var user = await Service.HasUser("ada@example.com", Role.User, Role.Operator);
        var pause = Service.AccessTokens.PauseNextStart();
        var login = Service.LogIn("ada@example.com");
        await pause.Reached;

        (await Service.ChangeRoles(user.Id, Role.User)).ShouldBeOfType<UserDetails>();
        pause.Release();

        Token.RolesOf((await login).ShouldBeOfType<SessionStarted>()).ShouldBe(["USER"]);
    }

    [Fact]
    public async Task However_refreshes_and_changes_meet_no_token_with_old_roles_is_accepted()
    {
        var user = await Service.HasUser("ada@example.com");
        var session = await Service.HasSession("ada@example.com");
        for (var round = 0; round < 30; round++)
        {
            Role[] roles = round % 2 == 0 ? [Role.User, Role.Operator] : [Role.User];
            var refresh = Service.Refresh(session.RefreshToken);
            var change = Service.ChangeRoles(user.Id, roles);
            await Task.WhenAll(refresh, change);

            session = (await refresh).ShouldBeOfType<SessionStarted>();
            (await change).ShouldBeOfType<UserDetails>();
            if (await Service.Accepts(session))
            {
                Token.RolesOf(session).Length.ShouldBe(roles.Length);
            }
        }
    }

    [Fact]
    public async Task The_last_administrator_stays()
    {
        var user = await Service.HasUser("ada@example.com", Role.User, Role.Admin);
        var session = await Service.HasSession("ada@example.com");

        ShouldBeRefused(await Service.ChangeRoles(user.Id, Role.User), "LAST_ADMIN");

        (await Service.Users.Get(user.Id.ToString()))!.Roles.ShouldBe([Role.User, Role.Admin]);
        (await Service.Accepts(session)).ShouldBeTrue();
    }

    [Fact]
    public async Task Of_two_administrators_who_remove_each_other_one_stays()
    {
        var ada = await Service.HasUser("ada@example.com", Role.Admin);
        var bob = await Service.HasUser("bob@example.com", Role.Admin);
        for (var round = 0; round < 20; round++)
        {
            var answers = await Task.WhenAll(Service.ChangeRoles(ada.Id, Role.User), Service.ChangeRoles(bob.Id, Role.User));

            answers.OfType<UserDetails>().Count().ShouldBe(1);
            answers.OfType<Refused>().ShouldHaveSingleItem().Code.ShouldBe("LAST_ADMIN");
            (await Administrators(ada, bob)).Count.ShouldBe(1);
            await Service.ChangeRoles(ada.Id, Role.Admin);
            await Service.ChangeRoles(bob.Id, Role.Admin);
        }
    }

    [Fact]
    public async Task A_crowd_that_promotes_and_removes_itself_keeps_an_administrator()
    {
        var crowd = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Service.HasUser($"user{i}@example.com", Role.Admin)));
        for (var round = 0; round < 5; round++)
        {
            // Each of them is promoted and removed at once, twice.
            var answers = await Task.WhenAll(crowd.SelectMany(user => new[]
            {
                Service.ChangeRoles(user.Id, Role.User),
                Service.ChangeRoles(user.Id, Role.User, Role.Admin),
                Service.ChangeRoles(user.Id, Role.Auditor),
                Service.ChangeRoles(user.Id, Role.Admin),
            }));

            answers.ShouldAllBe(answer => answer is UserDetails || ((Refused)answer).Code == "LAST_ADMIN");
            var administrators = await Administrators(crowd);
            administrators.ShouldNotBeEmpty();
            var roster = (await Service.Rosters.Get(AdminRoster.OnlyId))!;
            roster.Pending.ShouldBeNull();
            roster.Members.ShouldBe(administrators, ignoreOrder: true);
            await Task.WhenAll(crowd.Select(user => Service.ChangeRoles(user.Id, Role.User)));
            (await Administrators(crowd)).Count.ShouldBe(1);
            await Task.WhenAll(crowd.Select(user => Service.ChangeRoles(user.Id, Role.Admin)));
        }
    }

    [Fact]
    public async Task A_change_that_a_crash_cut_off_is_finished()
    {
        var ada = await Service.HasUser("ada@example.com", Role.Admin);
        var bob = await Service.HasUser("bob@example.com", Role.Admin);
        var version = (await Service.Users.Get(bob.Id.ToString()))!.Version;
        await Service.Rosters.Change(AdminRoster.OnlyId, roster =>
        {
            roster.Pending = new PendingRoles(bob.Id.ToString(), version, [Role.User], DateTimeOffset.UnixEpoch);
            return true;
        });

        ShouldBeRefused(await Service.ChangeRoles(ada.Id, Role.User), "LAST_ADMIN");

        (await Administrators(ada, bob)).ShouldBe([ada.Id.ToString()]);
        (await Service.Rosters.Get(AdminRoster.OnlyId))!.Pending.ShouldBeNull();
    }

    [Fact]
    public async Task A_cut_off_change_that_was_carried_out_and_then_overtaken_is_not_repeated()
    {
        var ada = await Service.HasUser("ada@example.com", Role.Admin);
        var bob = await Service.HasUser("bob@example.com", Role.Admin);
        var version = (await Service.Users.Get(bob.Id.ToString()))!.Version;
        await Service.Rosters.Change(AdminRoster.OnlyId, roster =>
        {
            roster.Pending = new PendingRoles(bob.Id.ToString(), version - 1, [Role.User], DateTimeOffset.UnixEpoch);
            return true;
        });

        (await Service.ChangeRoles(ada.Id, Role.Admin)).ShouldBeOfType<UserDetails>();

        (await Administrators(ada, bob)).Count.ShouldBe(2);
        (await Service.Rosters.Get(AdminRoster.OnlyId))!.Members.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(Role.Operator)]
    [InlineData(Role.Admin)]
    [InlineData(Role.User)]
    public async Task A_message_that_is_delivered_again_does_not_undo_a_later_change(Role first)
    {
        var user = await Service.HasUser("ada@example.com");
        await Service.HasUser("bob@example.com", Role.Admin);
        var (command, messageId) = (new ChangeRoles(user.Id, [first], new Caller(Guid.NewGuid(), [Role.Admin])), Guid.NewGuid());
        (await Service.Ask<UserDetails>(command, messageId)).ShouldBeOfType<UserDetails>();
        (await Service.ChangeRoles(user.Id, Role.Auditor)).ShouldBeOfType<UserDetails>();

        await Service.Deliver(command, messageId);

        (await Service.Users.Get(user.Id.ToString()))!.Roles.ShouldBe([Role.Auditor]);
    }

    [Fact]
    public async Task When_nobody_waits_any_more_nothing_changes()
    {
        var user = await Service.HasUser("ada@example.com");

        await Service.Deliver(new ChangeRoles(user.Id, [Role.Operator], new Caller(Guid.NewGuid(), [Role.Admin])), expired: true);

        (await Service.Users.Get(user.Id.ToString()))!.Roles.ShouldBe([Role.User]);
    }

    [Fact]
    public async Task A_caller_who_is_no_administrator_is_refused()
    {
        var user = await Service.HasUser("ada@example.com");
        var command = new ChangeRoles(user.Id, [Role.Admin], new Caller(user.Id, [Role.Operator, Role.Auditor]));

        ShouldBeRefused(await Service.Ask<UserDetails>(command), "FORBIDDEN");
    }

    [Theory]
    [InlineData]
    [InlineData(Role.User, Role.User)]
    [InlineData((Role)7)]
    public async Task A_list_of_roles_that_is_none_is_refused(params Role[] roles)
    {
        var user = await Service.HasUser("ada@example.com");

        ConsumerAnswer(roles).ShouldBeFalse();
        if (roles.All(Enum.IsDefined))
        {
            ShouldBeRefused(await Service.ChangeRoles(user.Id, roles), "VALIDATION_FAILED").Errors!.Keys.ShouldBe(["roles"]);
        }

        static bool ConsumerAnswer(Role[] roles) => ChangeRolesConsumer.AreValid(roles);
    }

    [Fact]
    public async Task An_unknown_user_is_not_found() => ShouldBeRefused(await Service.ChangeRoles(Guid.NewGuid(), Role.User), "NOT_FOUND");

    private async Task<List<string>> Administrators(params UserDetails[] users)
    {
        var loaded = await Task.WhenAll(users.Select(user => Service.Users.Get(user.Id.ToString())));
        return [.. loaded.Where(user => user!.IsAdmin()).Select(user => user!.Id)];
    }
}
