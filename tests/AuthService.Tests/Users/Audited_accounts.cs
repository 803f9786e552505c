using System.Text.Json;
using AuthService.Users;
using Contracts;
using Contracts.Users;
using Documents;

namespace AuthService.Tests.Users;

public sealed class Audited_accounts : AuthServiceTest
{
    [Fact]
    public async Task Each_change_of_roles_is_recorded_once_with_its_administrator()
    {
        var admin = new Caller(Guid.NewGuid(), [Role.Admin]);
        var user = await Service.HasUser("ada@example.com");
        foreach (var roles in new[] { [Role.User, Role.Operator], [Role.User, Role.Operator], new[] { Role.User, Role.Admin } })
        {
            (await Service.Ask<UserDetails>(new ChangeRoles(user.Id, roles, admin))).ShouldBeOfType<UserDetails>();
        }

        var entries = await Service.Audited.Of(user.Id, 2);

        entries.ShouldAllBe(entry => entry.Action == "roles.changed" && entry.Actor == admin.UserId.ToString());
        entries.Select(entry => $"{Roles(entry.Before)} > {Roles(entry.After)}").ShouldBe(["USER > USER,OPERATOR", "USER,OPERATOR > USER,ADMIN"]);
    }

    [Fact]
    public async Task A_change_that_was_refused_is_not_recorded()
    {
        var user = await Service.HasUser("ada@example.com", Role.Admin);

        ShouldBeRefused(await Service.ChangeRoles(user.Id, Role.User), "LAST_ADMIN");
        await Service.HasUser("bob@example.com", Role.Auditor);
        await Service.ChangeRoles(user.Id, Role.Admin, Role.Auditor);

        (await Service.Audited.Of(user.Id, 2)).Select(entry => Roles(entry.After)).ShouldBe(["ADMIN", "AUDITOR,ADMIN"]);
    }

    [Fact]
    public async Task A_change_that_another_one_finished_names_who_asked_for_it()
    {
        var ada = await Service.HasUser("ada@example.com", Role.Admin);
        var bob = await Service.HasUser("bob@example.com", Role.Admin);
        var version = (await Service.Users.Get(bob.Id.ToString()))!.Version;
        await Service.Rosters.Change(AdminRoster.OnlyId, roster =>
        {
            roster.Pending = new PendingRoles(
                bob.Id.ToString(), version, [Role.User], DateTimeOffset.UnixEpoch.AddYears(200), Actor: "carol", TraceId: "trace");
            return true;
        });

        await Service.ChangeRoles(ada.Id, Role.Admin, Role.Operator);

        var entry = (await Service.Audited.Of(bob.Id, 2))[^1];
        (entry.Actor, entry.TraceId, Roles(entry.Before), Roles(entry.After)).ShouldBe(("carol", "trace", "ADMIN", "USER"));
    }

    [Fact]
    public async Task That_a_password_changed_is_recorded_and_nothing_of_it()
    {
        var user = await Service.HasUser("ada@example.com");

        (await Service.Ask<PasswordChanged>(new ChangePassword(user.Id, AuthServiceHost.Password, "Another-Horse-2"))).ShouldBeOfType<PasswordChanged>();

        var entry = (await Service.Audited.Of(user.Id, 1)).ShouldHaveSingleItem();
        (entry.Action, entry.Actor, entry.Before, entry.After).ShouldBe(("password.changed", user.Id.ToString(), null, null));
        JsonSerializer.Serialize(entry).ShouldNotContain("Horse");
        JsonSerializer.Serialize(entry).ShouldNotContain("ada@");
    }

    private static string Roles(IReadOnlyDictionary<string, JsonElement>? fields) =>
        string.Join(',', fields!["roles"].EnumerateArray().Select(role => role.GetString()));
}
