using AuthService.Teams;
using AuthService.Users;
using Contracts;
using Contracts.Teams;
using Documents;

namespace AuthService.Tests.Teams;

public sealed class Bounds_of_a_team : AuthServiceTest
{
    private Guid ann, team;

    private TeamTest Teams { get; set; } = null!;

    private DateTimeOffset Now => Service.Time.GetUtcNow();

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        Teams = new TeamTest(Service);
        ann = await Teams.HasUser("ann@example.com");
        team = await Teams.HasTeam(ann);
    }

    [Fact]
    public async Task Two_hundred_are_members_and_who_comes_late_joins_when_another_has_left()
    {
        var (bob, cid) = (await Teams.HasUser("bob@example.com"), await Teams.HasUser("cid@example.com"));
        await Has(crew => crew.Members = [.. crew.Members, .. Enumerable.Range(0, 198).Select(_ => new Member(Guid.NewGuid(), TeamRole.Member, Now))]);
        await Teams.Joins(team, ann, bob);
        (await Teams.Roles(team)).Count.ShouldBe(200);
        await Teams.Invite(team, ann, "cid@example.com");
        var token = await Service.MailedToken("cid@example.com", 2);

        ShouldBeRefused(await Teams.Accept(token, cid), Codes.InvalidState);

        (await Teams.Roles(team)).Count.ShouldBe(200);
        (await Teams.List(cid)).ShouldBeEmpty();
        await Teams.Remove(team, bob, bob);
        (await Teams.Accept(token, cid)).ShouldBeOfType<TeamSummary>("the refusal has used nothing up");
    }

    [Fact]
    public async Task A_hundred_invitations_are_open_and_another_when_one_of_them_is_not()
    {
        await Has(crew => crew.Invitations = [.. Enumerable.Range(0, 99).Select(n => Invited(n, InvitationStatus.Pending))]);
        var last = (await Teams.Invite(team, ann, "eve@example.com")).ShouldBeOfType<InvitationDetails>();

        ShouldBeRefused(await Teams.Invite(team, ann, "dan@example.com"), Codes.InvalidState);

        (await Teams.Invite(team, ann, "eve@example.com")).ShouldBeOfType<InvitationDetails>().Id.ShouldBe(last.Id, "one that is open is renewed");
        await Teams.Cancel(team, ann, last.Id);
        (await Teams.Invite(team, ann, "dan@example.com")).ShouldBeOfType<InvitationDetails>();
    }

    [Fact]
    public async Task Of_invitations_that_are_not_open_the_newest_two_hundred_are_kept()
    {
        await Has(crew => crew.Invitations = [.. Enumerable.Range(0, 201).Select(n => Invited(n, InvitationStatus.Cancelled))]);

        await Teams.Invite(team, ann, "eve@example.com");

        (await Teams.Stored(team)).Invitations.Select(invitation => invitation.Email)
            .ShouldBe(["eve@example.com", .. Enumerable.Range(0, 200).Select(Guest)]);
    }

    [Fact]
    public async Task Fifty_invitations_an_hour_are_mailed()
    {
        await Has(crew => crew.Mailed = [.. Enumerable.Range(0, 49).Select(n => new InvitationMail(Guest(n), Now))]);
        var last = (await Teams.Invite(team, ann, "eve@example.com")).ShouldBeOfType<InvitationDetails>();

        ShouldBeRefused(await Teams.Invite(team, ann, "dan@example.com"), Codes.RateLimited).Data!["retryAfter"].GetInt32().ShouldBeInRange(3000, 3600);
        ShouldBeRefused(await Teams.Resend(team, ann, last.Id), Codes.RateLimited);

        Service.Time.Advance(TimeSpan.FromHours(1));
        (await Teams.Resend(team, ann, last.Id)).ShouldBeOfType<InvitationDetails>();
        (await Teams.Invite(team, ann, "dan@example.com")).ShouldBeOfType<InvitationDetails>();
    }

    [Fact]
    public async Task A_hundred_characters_are_a_name_however_many_bytes_they_have()
    {
        var longest = string.Concat(Enumerable.Repeat("\U0001F600", 100));

        (await Teams.Create(ann, longest)).ShouldBeOfType<TeamSummary>().Name.ShouldBe(longest);
        (await Teams.Rename(team, ann, longest)).ShouldBeOfType<TeamSummary>().Name.ShouldBe(longest);
        ShouldBeRefused(await Teams.Create(ann, $"{longest}x"), Codes.ValidationFailed);
        ShouldBeRefused(await Teams.Rename(team, ann, $"{longest}x"), Codes.ValidationFailed);
    }

    private static string Guest(int n) => $"guest-{n}@example.com";

    private Invitation Invited(int n, InvitationStatus status) => new(
        Guid.NewGuid(), Guest(n), Guest(n), TeamRole.Member, status, ann, Now, new MailToken(Guid.NewGuid(), $"hash-{n}", Now.AddDays(7)));

    /// <summary>As it would be after much that takes long.</summary>
    private Task<Team?> Has(Action<Team> change) => Service.Store<Team>().Change(team.ToString(), crew =>
    {
        change(crew);
        return true;
    });
}
