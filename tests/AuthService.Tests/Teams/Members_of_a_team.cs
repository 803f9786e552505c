using AuthService.Teams;
using Contracts;
using Contracts.Teams;
using Contracts.Users;
using Documents;
using Testing;

namespace AuthService.Tests.Teams;

public sealed class Members_of_a_team : AuthServiceTest
{
    private Guid ann, bob, cid, dan, team;

    private TeamTest Teams { get; set; } = null!;

    /// <summary>Ann owns it, Bob is its ADMIN, Cid its MEMBER; Dan has nothing to do with it.</summary>
    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        Teams = new TeamTest(Service);
        (ann, bob, cid, dan) = (await Teams.HasUser("ann@example.com"), await Teams.HasUser("bob@example.com"), await Teams.HasUser("cid@example.com"), await Teams.HasUser("dan@example.com"));
        team = await Teams.HasTeam(ann);
        await Teams.Joins(team, ann, bob, TeamRole.Admin);
        await Teams.Joins(team, bob, cid);
    }

    [Fact]
    public async Task See_it_and_each_other_and_nobody_else_does()
    {
        var details = (await Teams.Get(team, cid)).ShouldBeOfType<TeamDetails>();
        (details.Name, details.Role).ShouldBe(("Crew", TeamRole.Member));
        details.Members.Select(member => (member.UserId, member.Email, member.Role)).ShouldBe(
            [(ann, "ann@example.com", TeamRole.Owner), (bob, "bob@example.com", TeamRole.Admin), (cid, "cid@example.com", TeamRole.Member)]);
        (await Teams.List(bob)).ShouldHaveSingleItem().Role.ShouldBe(TeamRole.Admin);
        (await Teams.List(dan)).ShouldBeEmpty();

        var admin = new Caller(dan, [Role.Admin]);
        (await Service.Ask<TeamDetails>(new GetTeam(team, admin))).ShouldBeOfType<TeamDetails>().Role.ShouldBeNull();
        foreach (var answer in new[]
        {
            await Teams.Get(team, dan), await Teams.Rename(team, dan, "Mine"), await Teams.Delete(team, dan), await Teams.Invite(team, dan, "eve@example.com"),
            await Teams.Remove(team, dan, cid), await Teams.Change(team, dan, cid, TeamRole.Owner), await Teams.Get(Guid.NewGuid(), ann),
            await Service.Ask<InvitationList>(new ListInvitations(team, 20, null, TeamTest.As(dan))),
            await Service.Ask<TeamDeleted>(new DeleteTeam(team, admin)),
        })
        {
            ShouldBeRefused(answer, Codes.NotFound);
        }
    }

    [Fact]
    public async Task May_do_what_their_role_lets_them()
    {
        ShouldBeRefused(await Teams.Rename(team, cid, "Mine"), Codes.Forbidden);
        ShouldBeRefused(await Teams.Delete(team, bob), Codes.Forbidden);
        ShouldBeRefused(await Teams.Change(team, bob, cid, TeamRole.Admin), Codes.Forbidden);
        ShouldBeRefused(await Teams.Remove(team, cid, bob), Codes.Forbidden);
        ShouldBeRefused(await Teams.Remove(team, bob, ann), Codes.Forbidden);
        ShouldBeRefused(await Teams.Remove(team, ann, dan), Codes.NotFound);
        ShouldBeRefused(await Teams.Change(team, ann, dan, TeamRole.Admin), Codes.NotFound);

        (await Teams.Rename(team, bob, " Staff ")).ShouldBeOfType<TeamSummary>().Name.ShouldBe("Staff");
        (await Teams.Change(team, ann, cid, TeamRole.Admin)).ShouldBeOfType<MemberDetails>().Role.ShouldBe(TeamRole.Admin);
        ShouldBeRefused(await Teams.Remove(team, bob, cid), Codes.Forbidden);
        await Teams.Change(team, ann, cid, TeamRole.Member);
        (await Teams.Remove(team, bob, cid)).ShouldBe(new MemberRemoved(team, cid));
        (await Teams.Remove(team, bob, bob)).ShouldBe(new MemberRemoved(team, bob));
        (await Teams.Roles(team)).ShouldBe([(ann, TeamRole.Owner)]);
        (await Teams.List(cid)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_left_are_told_so_when_their_command_comes_again()
    {
        var command = Guid.NewGuid();
        await Teams.Remove(team, cid, cid, command);

        (await Teams.Remove(team, cid, cid, command)).ShouldBe(new MemberRemoved(team, cid));
        ShouldBeRefused(await Teams.Remove(team, cid, cid), Codes.NotFound);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Do_not_come_back_by_what_they_offered_while_they_might(bool removed)
    {
        await Teams.Change(team, ann, bob, TeamRole.Owner);
        await Teams.Invite(team, bob, "dan@example.com", TeamRole.Admin);
        var token = await Service.MailedToken("dan@example.com", 2);
        await Teams.Invite(team, ann, "eve@example.com", TeamRole.Admin);

        (await (removed ? Teams.Remove(team, ann, bob) : Teams.Change(team, ann, bob, TeamRole.Admin))).ShouldNotBeOfType<Refused>();

        ShouldBeRefused(await Teams.Accept(token, dan), Codes.InvalidToken);
        (await Teams.Invitations(team, ann)).Where(invitation => invitation.InvitedBy == ann && invitation.Email == "eve@example.com")
            .ShouldHaveSingleItem().Status.ShouldBe(InvitationStatus.Pending);
        (await Teams.Invitations(team, ann)).Single(invitation => invitation.Email == "dan@example.com").Status.ShouldBe(InvitationStatus.Cancelled);
    }

    [Fact]
    public async Task Are_none_whose_account_was_deleted_while_they_joined()
    {
        await Teams.Invite(team, ann, "dan@example.com");
        var (token, command) = (await Service.MailedToken("dan@example.com", 2), Guid.NewGuid());
        await DeleteAccount(dan);
        await Wait.Until(async () => (await Teams.Invitations(team, ann)).All(invitation => invitation.Email != "dan@example.com"), "he is forgotten");
        var create = new CreateTeam(Guid.NewGuid(), "Ghosts", TeamTest.As(dan));

        // What was saved after that, by a delivery that was cut off before it looked.
        await Service.Store<Team>().Change(team.ToString(), t =>
        {
            t.Members = [.. t.Members, new Member(dan, TeamRole.Admin, Service.Time.GetUtcNow())];
            t.Remember(command);
            return true;
        });
        await Service.Store<Team>().Insert(Team.Of(create, command, Service.Time.GetUtcNow()));

        await Service.Deliver(new AcceptInvitation(token, TeamTest.As(dan)), command, expired: true);
        await Service.Deliver(create, command, expired: true);

        (await Teams.Roles(team)).Select(member => member.Item1).ShouldBe([ann, bob, cid]);
        (await Teams.Stored(create.TeamId)).Deletion.ShouldNotBeNull();
    }

    [Fact]
    public async Task Have_an_owner_among_them()
    {
        ShouldBeRefused(await Teams.Remove(team, ann, ann), Codes.LastOwner);
        ShouldBeRefused(await Teams.Change(team, ann, ann, TeamRole.Admin), Codes.LastOwner);

        await Teams.Change(team, ann, cid, TeamRole.Owner);
        (await Teams.Remove(team, ann, ann)).ShouldBeOfType<MemberRemoved>();

        (await Teams.Roles(team)).ShouldBe([(bob, TeamRole.Admin), (cid, TeamRole.Owner)]);
    }

    [Fact]
    public async Task Who_comes_back_is_one_again()
    {
        await Teams.Remove(team, cid, cid);
        await Teams.Joins(team, ann, cid, mails: 3);

        (await Teams.List(cid)).ShouldHaveSingleItem().Id.ShouldBe(team);
    }

    [Fact]
    public async Task Are_none_of_a_team_that_was_deleted_and_its_invitations_count_no_more()
    {
        await Teams.Invite(team, ann, "dan@example.com");
        var (token, command) = (await Service.MailedToken("dan@example.com", 2), Guid.NewGuid());

        (await Teams.Delete(team, ann, command)).ShouldBe(new TeamDeleted(team));

        (await Service.TeamDeletions.Next()).TeamId.ShouldBe(team, "whoever keeps something of it is told");
        (await Teams.Delete(team, ann, command)).ShouldBe(new TeamDeleted(team), "the same command again");
        ShouldBeRefused(await Teams.Delete(team, ann), Codes.NotFound);
        ShouldBeRefused(await Teams.Accept(token, dan), Codes.InvalidToken);
        (await Teams.List(bob)).ShouldBeEmpty();
        (await Teams.Stored(team)).ShouldSatisfyAllConditions(left => left.Members.ShouldBeEmpty(), left => left.Invitations.ShouldBeEmpty(), left => left.Name.ShouldBeEmpty());
    }

    [Fact]
    public async Task Whose_last_owner_is_deleted_get_the_next_one()
    {
        await Teams.Change(team, ann, cid, TeamRole.Owner);
        await Teams.Change(team, ann, cid, TeamRole.Member);

        await DeleteAccount(ann);
        await Wait.Until(async () => (await Teams.Roles(team)).Count == 2, "the team goes on without her");

        (await Teams.Roles(team)).ShouldBe([(bob, TeamRole.Owner), (cid, TeamRole.Member)]);
        await DeleteAccount(bob);
        await Wait.Until(async () => (await Teams.Roles(team)) is [var left] && left == (cid, TeamRole.Owner), "who is left owns it");
        await DeleteAccount(cid);
        await Wait.Until(async () => (await Teams.Stored(team)).Deletion is not null, "without a member it ends");
        (await Service.TeamDeletions.Next()).TeamId.ShouldBe(team);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Have_an_owner_though_the_account_of_one_is_deleted_while_the_other_leaves(bool atOnce)
    {
        for (var round = 0; round < 5; round++)
        {
            var (one, other, third) =
                (await Teams.HasUser($"one-{round}@example.com"), await Teams.HasUser($"other-{round}@example.com"), await Teams.HasUser($"third-{round}@example.com"));
            var crew = await Teams.HasTeam(one);
            await Teams.Joins(crew, one, other, TeamRole.Admin);
            await Teams.Joins(crew, one, third);
            await Teams.Change(crew, one, other, TeamRole.Owner);

            // Or while a message that the deletion has left takes the one out.
            var deletion = DeleteAccount(one);
            await (atOnce ? Task.CompletedTask : deletion);
            var answer = await Teams.Remove(crew, other, other);
            await deletion;

            await Wait.Until(async () => (await Teams.Roles(crew)).All(member => member.Item1 != one), "the one is taken out");
            if (answer is Refused)
            {
                ShouldBeRefused(answer, Codes.LastOwner);
                (await Teams.Roles(crew)).ShouldBe([(other, TeamRole.Owner), (third, TeamRole.Member)]);
            }
            else
            {
                (await Teams.Roles(crew)).ShouldBe([(third, TeamRole.Owner)]);
            }
        }
    }

    [Fact]
    public async Task Who_own_it_and_go_both_at_once_leave_no_team_behind_that_nobody_owns()
    {
        for (var round = 0; round < 5; round++)
        {
            var (one, other) = (await Teams.HasUser($"one-{round}@example.com"), await Teams.HasUser($"other-{round}@example.com"));
            var crew = await Teams.HasTeam(one);
            await Teams.Joins(crew, one, other, TeamRole.Admin);
            await Teams.Change(crew, one, other, TeamRole.Owner);

            var leaving = Teams.Remove(crew, other, other);
            await DeleteAccount(one);
            var answer = await leaving;

            await Wait.Until(async () => (await Teams.Roles(crew)).All(member => member.Item1 != one), "the one is taken out");
            var left = await Teams.Stored(crew);
            left.Members.Select(member => (member.UserId, member.Role)).ShouldBe(answer is Refused ? new[] { (other, TeamRole.Owner) } : []);
            (left.Deletion is null).ShouldBe(answer is Refused);
        }
    }

    [Fact]
    public async Task Whose_account_was_deleted_are_shown_no_more_at_once()
    {
        await DeleteAccount(cid);

        (await Teams.Get(team, ann)).ShouldBeOfType<TeamDetails>().Members.Select(member => member.UserId).ShouldBe([ann, bob]);
        await Wait.Until(async () => (await Teams.Roles(team)).Count == 2, "he is taken out");
        await Wait.Until(async () => (await Teams.Invitations(team, ann)).All(invitation => invitation.Email != "cid@example.com"), "his address is erased");
        await Wait.Until(
            async () => (await Service.Store<TeamLink>().Query(new Query<TeamLink>().Where(l => l.Key, TeamLink.KeyOf(cid)).OrderBy(l => l.CreatedAt))).Items.Count == 0,
            "nothing leads to him");
    }

    [Fact]
    public async Task Have_a_role_that_others_are_told_who_keep_what_belongs_to_the_team()
    {
        (await RoleOf(ann)).ShouldBe(new TeamMembership(team, TeamRole.Owner));
        (await RoleOf(cid)).ShouldBe(new TeamMembership(team, TeamRole.Member));
        (await RoleOf(dan)).ShouldBe(new TeamMembership(team, null));
        await Teams.Remove(team, ann, cid);
        (await RoleOf(cid)).ShouldBe(new TeamMembership(team, null));
        await Teams.Delete(team, ann);
        ShouldBeRefused(await RoleOf(ann), Codes.NotFound);

        Task<object> RoleOf(Guid user) => Service.Ask<TeamMembership>(new GetTeamRole(team, user));
    }

    [Fact]
    public async Task Are_audited_as_they_come_change_and_go()
    {
        await Teams.Rename(team, bob, "Staff");
        await Teams.Rename(team, bob, "Staff");
        await Teams.Change(team, ann, cid, TeamRole.Admin);
        await Teams.Remove(team, cid, cid);
        await Teams.Delete(team, ann);

        var entries = await Service.Audited.Of($"team:{team}", 9);

        entries.Select(entry => (entry.Action, entry.Actor)).ShouldBe(
        [
            ("team.created", ann.ToString()), ("team.invited", ann.ToString()), ("team.member_added", bob.ToString()), ("team.invited", bob.ToString()),
            ("team.member_added", cid.ToString()), ("team.updated", bob.ToString()), ("team.member_changed", ann.ToString()),
            ("team.member_removed", cid.ToString()), ("team.deleted", ann.ToString()),
        ]);
        string.Concat(entries.SelectMany(entry => new[] { entry.Before, entry.After }).OfType<IReadOnlyDictionary<string, System.Text.Json.JsonElement>>()
            .SelectMany(fields => fields.Values).Select(value => value.GetRawText())).ShouldNotContain("@");
    }

    [Fact]
    public async Task A_call_that_comes_again_makes_one_team()
    {
        var (id, command) = (Guid.NewGuid(), Guid.NewGuid());

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Teams.Create(dan, "Twice", id, i % 2 == 0 ? command : null)));

        answers.ShouldAllBe(answer => answer is TeamSummary && ((TeamSummary)answer).Id == id);
        (await Teams.List(dan)).ShouldHaveSingleItem();
        ShouldBeRefused(await Teams.Create(dan, " "), Codes.ValidationFailed);
        ShouldBeRefused(await Teams.Create(dan, new string('x', 101)), Codes.ValidationFailed);
        ShouldBeRefused(await Teams.Create(ann, "Not hers", id), Codes.NotFound);
    }

    private async Task DeleteAccount(Guid user) =>
        (await Service.Ask<UserDeleted>(new DeleteUser(user, new Caller(Guid.NewGuid(), [Role.Admin])))).ShouldBe(new UserDeleted(user));
}
