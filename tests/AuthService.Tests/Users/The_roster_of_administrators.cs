using AuthService.Users;
using Contracts.Users;

namespace AuthService.Tests.Users;

public sealed class The_roster_of_administrators
{
    [Fact]
    public void Does_not_let_the_last_administrator_go() =>
        Roster("ada").Decide(User("ada", Role.Admin), [Role.User]).ShouldBe(RoleDecision.RefuseLastAdmin);

    [Fact]
    public void Lets_an_administrator_go_while_another_stays() =>
        Roster("ada", "bob").Decide(User("ada", Role.Admin), [Role.User]).ShouldBe(RoleDecision.ChangeThroughRoster);

    [Fact]
    public void Does_not_count_the_one_who_goes_as_the_one_who_stays_though_a_crash_left_him_off() =>
        Roster().Decide(User("ada", Role.Admin), [Role.User]).ShouldBe(RoleDecision.RefuseLastAdmin);

    [Fact]
    public void Takes_on_a_new_administrator() =>
        Roster("ada").Decide(User("bob", Role.User), [Role.User, Role.Admin]).ShouldBe(RoleDecision.ChangeThroughRoster);

    [Fact]
    public void Takes_on_an_administrator_whom_a_crash_left_off() =>
        Roster().Decide(User("ada", Role.Admin), [Role.Admin]).ShouldBe(RoleDecision.ChangeThroughRoster);

    [Fact]
    public void Is_left_alone_when_other_roles_change()
    {
        Roster("ada").Decide(User("ada", Role.Admin), [Role.Admin, Role.Auditor]).ShouldBe(RoleDecision.ChangeUser);
        Roster("ada").Decide(User("bob", Role.User), [Role.Operator]).ShouldBe(RoleDecision.ChangeUser);
    }

    [Fact]
    public void Leaves_equal_roles_as_they_are() =>
        Roster("ada").Decide(User("ada", Role.User, Role.Admin), [Role.Admin, Role.User]).ShouldBe(RoleDecision.Unchanged);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Lists_after_a_change_who_is_administrator_then(bool isAdmin)
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
