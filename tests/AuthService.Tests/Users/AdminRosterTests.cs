using AuthService.Users;
using Contracts.Users;

namespace AuthService.Tests.Users;

public sealed class AdminRosterTests
{
    [Fact]
    public void Should_refuse_to_let_the_last_administrator_go() =>
        Roster("ada").Decide(User("ada", Role.Admin), [Role.User]).ShouldBe(RoleDecision.RefuseLastAdmin);

    [Fact]
    public void Should_let_an_administrator_go_while_another_stays() =>
        Roster("ada", "bob").Decide(User("ada", Role.Admin), [Role.User]).ShouldBe(RoleDecision.ChangeThroughRoster);

    [Fact]
    public void Should_not_count_the_one_who_goes_as_the_one_who_stays_though_a_crash_left_him_off() =>
        Roster().Decide(User("ada", Role.Admin), [Role.User]).ShouldBe(RoleDecision.RefuseLastAdmin);

    [Fact]
    public void Should_put_a_new_administrator_on_the_roster() =>
        Roster("ada").Decide(User("bob", Role.User), [Role.User, Role.Admin]).ShouldBe(RoleDecision.ChangeThroughRoster);

    [Fact]
    public void Should_put_an_administrator_on_the_roster_whom_a_crash_left_off() =>
        Roster().Decide(User("ada", Role.Admin), [Role.Admin]).ShouldBe(RoleDecision.ChangeThroughRoster);

    [Fact]
    public void Should_change_other_roles_without_the_roster()
    {
        Roster("ada").Decide(User("ada", Role.Admin), [Role.Admin, Role.Auditor]).ShouldBe(RoleDecision.ChangeUser);
        Roster("ada").Decide(User("bob", Role.User), [Role.Operator]).ShouldBe(RoleDecision.ChangeUser);
    }

    [Fact]
    public void Should_leave_equal_roles_as_they_are() =>
        Roster("ada").Decide(User("ada", Role.User, Role.Admin), [Role.Admin, Role.User]).ShouldBe(RoleDecision.Unchanged);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Should_list_after_a_change_who_is_administrator_then(bool isAdmin)
    {
        var roster = Roster("ada", "bob");
        roster.Pending = new PendingRoles("ada", 1, [], DateTimeOffset.UnixEpoch);

        roster.Settle(User("ada", isAdmin ? Role.Admin : Role.User));

        roster.Pending.ShouldBeNull();
        roster.Members.Contains("ada").ShouldBe(isAdmin);
        roster.Members.ShouldContain("bob");
    }

    private static AdminRoster Roster(params string[] members) => new() { Id = AdminRoster.OnlyId, Members = members };

    private static User User(string id, params Role[] roles) => new()
    {
        Id = id,
        Email = id,
        NormalizedEmail = id,
        PasswordHash = "",
        Roles = roles,
        CreatedAt = DateTimeOffset.UnixEpoch,
        UpdatedAt = DateTimeOffset.UnixEpoch,
    };
}
