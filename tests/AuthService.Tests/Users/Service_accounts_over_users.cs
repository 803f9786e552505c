using Contracts;
using Contracts.Users;

namespace AuthService.Tests.Users;

public sealed class Service_accounts_over_users : AuthServiceTest
{
    private static readonly Caller Machine = new(Guid.NewGuid(), [], [Permissions.UsersWrite, Permissions.EventsRead]);

    [Fact]
    public async Task Give_no_role_that_may_more_than_they()
    {
        var user = await Service.HasUser("ada@example.com");

        foreach (var role in new[] { Role.Admin, Role.Operator, Role.Auditor })
        {
            ShouldBeRefused(await Change(user.Id, Role.User, role), Codes.Forbidden);
        }

        (await Service.Users.Get(user.Id.ToString()))!.Roles.ShouldBe([Role.User]);
        (await Change(user.Id, Role.User)).ShouldBeOfType<UserDetails>();
    }

    [Fact]
    public async Task Touch_nobody_who_may_more_than_they()
    {
        await Service.HasUser("first@example.com", Role.Admin);
        foreach (var role in new[] { Role.Admin, Role.Operator })
        {
            var stronger = await Service.HasUser($"{role}@example.com", role);

            ShouldBeRefused(await Change(stronger.Id, Role.User), Codes.Forbidden);
            ShouldBeRefused(await Service.Ask<UserDeleted>(new DeleteUser(stronger.Id, Machine)), Codes.Forbidden);
            ShouldBeRefused(await Service.Ask<MfaRemoved>(new ResetMfa(stronger.Id, Machine)), Codes.Forbidden);
            (await Service.Users.Get(stronger.Id.ToString()))!.Roles.ShouldBe([role]);
        }
    }

    [Fact]
    public async Task Delete_users_who_may_no_more_than_they()
    {
        var user = await Service.HasUser("ada@example.com");

        (await Service.Ask<MfaRemoved>(new ResetMfa(user.Id, Machine))).ShouldBe(new MfaRemoved(user.Id));
        (await Service.Ask<UserDeleted>(new DeleteUser(user.Id, Machine))).ShouldBe(new UserDeleted(user.Id));
    }

    private Task<object> Change(Guid user, params Role[] roles) => Service.Ask<UserDetails>(new ChangeRoles(user, roles, Machine));
}
