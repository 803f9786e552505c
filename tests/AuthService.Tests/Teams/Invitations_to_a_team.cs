using AuthService.Teams;
using AuthService.Tests.Mails;
using AuthService.Users;
using Contracts;
using Contracts.Teams;
using Contracts.Users;
using Documents;

namespace AuthService.Tests.Teams;

public sealed class Invitations_to_a_team : AuthServiceTest
{
    private Guid ann, bob, team;

    private TeamTest Teams { get; set; } = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        Teams = new TeamTest(Service);
        (ann, bob) = (await Teams.HasUser("ann@example.com"), await Teams.HasUser("bob@example.com"));
        team = await Teams.HasTeam(ann, "Crew <b>of</b> one");
    }

    [Fact]
    public async Task Go_out_by_mail_also_to_who_has_no_account_yet()
    {
        var invitation = (await Teams.Invite(team, ann, "Eve@Example.com")).ShouldBeOfType<InvitationDetails>();

        var mail = (await Service.HasMails("Eve@Example.com", 1))[0];
        MailedLink.Of(mail).ShouldContain("/console/invitations?token=");
        mail.TextBody!.ShouldContain("A member of it invites you to the team \"Crew <b>of</b> one\"");
        mail.HtmlBody!.ShouldNotContain("<b>of</b>");
        (invitation.Status, invitation.Role, invitation.InvitedBy).ShouldBe((InvitationStatus.Pending, TeamRole.Member, ann));
        (invitation.ExpiresAt - invitation.CreatedAt).ShouldBe(TimeSpan.FromDays(7));

        var eve = await Teams.HasUser("eve@example.com");
        (await Teams.Accept(MailedLink.TokenOf(mail), eve)).ShouldBeOfType<TeamSummary>().Role.ShouldBe(TeamRole.Member);
    }

    [Fact]
    public async Task Name_who_sent_them_once_his_address_is_verified()
    {
        await Service.Ask<EmailVerified>(new VerifyEmail(await Service.MailedToken("ann@example.com", 1)));

        await Teams.Invite(team, ann, "bob@example.com");

        (await Service.HasMails("bob@example.com", 2))[1].TextBody!.ShouldContain("ann@example.com invites you to the team");
    }

    [Fact]
    public async Task Are_accepted_once_and_by_the_invited_account_alone()
    {
        var eve = await Teams.HasUser("eve@example.com");
        await Teams.Invite(team, ann, "bob@example.com");
        var (token, command) = (await Service.MailedToken("bob@example.com", 2), Guid.NewGuid());

        ShouldBeRefused(await Teams.Accept(token, eve), Codes.WrongAccount);
        ShouldBeRefused(await Teams.Decline(token, ann), Codes.WrongAccount);
        ShouldBeRefused(await Teams.Accept($"{token[..^2]}AA", bob), Codes.InvalidToken);
        ShouldBeRefused(await Teams.Accept("nonsense", bob), Codes.InvalidToken);
        (await Teams.Accept(token, bob, command)).ShouldBeOfType<TeamSummary>();
        (await Teams.Accept(token, bob, command)).ShouldBeOfType<TeamSummary>("the same command again");
        ShouldBeRefused(await Teams.Accept(token, bob), Codes.InvalidToken);
        ShouldBeRefused(await Teams.Accept(token, eve), Codes.InvalidToken);

        (await Teams.Roles(team)).Count.ShouldBe(2);
        ShouldBeRefused(await Teams.Invite(team, ann, "BOB@example.com"), Codes.AlreadyMember);
        (await Teams.Invitations(team, ann)).ShouldHaveSingleItem().Status.ShouldBe(InvitationStatus.Accepted);
    }

    [Fact]
    public async Task Make_one_member_however_many_accepts_race_with_its_end()
    {
        for (var round = 0; round < 5; round++)
        {
            var (email, teamId) = ($"eve{round}@example.com", await Teams.HasTeam(ann));
            var eve = await Teams.HasUser(email);
            var invitation = (InvitationDetails)await Teams.Invite(teamId, ann, email);
            var token = await Service.MailedToken(email, 2);

            var answers = await Task.WhenAll(
                [.. Enumerable.Range(0, 6).Select(_ => Teams.Accept(token, eve)), Teams.Cancel(teamId, ann, invitation.Id), Teams.Decline(token, eve)]);

            answers.Count(answer => answer is not Refused).ShouldBe(1);
            var accepted = answers.Any(answer => answer is TeamSummary);
            (await Teams.Roles(teamId)).Count.ShouldBe(accepted ? 2 : 1);
        }
    }

    [Fact]
    public async Task Of_one_address_one_is_open_and_its_newest_link_counts()
    {
        var first = (InvitationDetails)await Teams.Invite(team, ann, "bob@example.com");
        var old = await Service.MailedToken("bob@example.com", 2);

        var renewed = (InvitationDetails)await Teams.Invite(team, ann, "Bob@example.com", TeamRole.Admin);

        (renewed.Id, renewed.Role, renewed.CreatedAt).ShouldBe((first.Id, TeamRole.Admin, first.CreatedAt));
        (await Teams.Invitations(team, ann)).ShouldHaveSingleItem();
        var token = await Service.MailedToken("bob@example.com", 3);
        ShouldBeRefused(await Teams.Accept(old, bob), Codes.InvalidToken);
        (await Teams.Accept(token, bob)).ShouldBeOfType<TeamSummary>().Role.ShouldBe(TeamRole.Admin);
    }

    [Fact]
    public async Task Expire_after_seven_days_and_a_new_one_is_another()
    {
        var first = (InvitationDetails)await Teams.Invite(team, ann, "bob@example.com");
        var token = await Service.MailedToken("bob@example.com", 2);
        Service.Time.Advance(TimeSpan.FromDays(7));

        ShouldBeRefused(await Teams.Accept(token, bob), Codes.InvalidToken);
        ShouldBeRefused(await Teams.Resend(team, ann, first.Id), Codes.InvalidState);
        ShouldBeRefused(await Teams.Cancel(team, ann, first.Id), Codes.InvalidState);
        (await Teams.Invitations(team, ann)).ShouldHaveSingleItem().Status.ShouldBe(InvitationStatus.Expired);
        ((InvitationDetails)await Teams.Invite(team, ann, "bob@example.com")).Id.ShouldNotBe(first.Id);
        (await Teams.Accept(await Service.MailedToken("bob@example.com", 3), bob)).ShouldBeOfType<TeamSummary>();
    }

    [Fact]
    public async Task Are_sent_again_three_times_an_hour_to_one_address()
    {
        var invitation = (InvitationDetails)await Teams.Invite(team, ann, "bob@example.com");
        for (var mails = 2; mails < 4; mails++)
        {
            // One that is superseded before it went out is not sent.
            await Service.HasMails("bob@example.com", mails);
            (await Teams.Resend(team, ann, invitation.Id)).ShouldBeOfType<InvitationDetails>();
        }

        (await Service.HasMails("bob@example.com", 4)).Select(MailedLink.TokenOf).Distinct().Count().ShouldBe(4);

        ShouldBeRefused(await Teams.Resend(team, ann, invitation.Id), Codes.RateLimited).Data!["retryAfter"].GetInt32().ShouldBeInRange(3000, 3600);
        await Teams.Cancel(team, ann, invitation.Id);
        ShouldBeRefused(await Teams.Invite(team, ann, "bob@example.com"), Codes.RateLimited);
        (await Teams.Invite(team, ann, "eve@example.com")).ShouldBeOfType<InvitationDetails>();
    }

    [Fact]
    public async Task Are_ten_an_hour_to_one_address_whoever_sends_them()
    {
        for (var mails = 0; mails < 10; mails++)
        {
            team = mails % 3 == 0 ? await Teams.HasTeam(ann) : team;
            (await Teams.Invite(team, ann, "eve@example.com")).ShouldBeOfType<InvitationDetails>();
        }

        var (another, last) = (await Teams.HasTeam(bob), (await Teams.Invitations(team, ann)).ShouldHaveSingleItem());
        ShouldBeRefused(await Teams.Invite(another, bob, "Eve@example.com"), Codes.RateLimited).Data!["retryAfter"].GetInt32().ShouldBeInRange(3000, 3600);
        ShouldBeRefused(await Teams.Resend(team, ann, last.Id), Codes.RateLimited);
        (await Teams.Invite(another, bob, "dan@example.com")).ShouldBeOfType<InvitationDetails>();
        Service.Time.Advance(TimeSpan.FromHours(1));
        (await Teams.Invite(another, bob, "eve@example.com")).ShouldBeOfType<InvitationDetails>();
    }

    [Fact]
    public async Task That_are_refused_leave_nothing_behind()
    {
        foreach (var answer in new[] { await Teams.Invite(team, bob, "eve@example.com"), await Teams.Invite(Guid.NewGuid(), ann, "eve@example.com") })
        {
            ShouldBeRefused(answer, Codes.NotFound);
        }

        var links = new Query<TeamLink>().Where(l => l.Key, Service.Get<HiddenAddresses>().KeyOf("eve@example.com")).OrderBy(l => l.CreatedAt);
        (await Service.Store<TeamLink>().Query(links)).Items.ShouldBeEmpty();
        (await Service.Store<InvitedAddress>().Get(Service.Get<HiddenAddresses>().KeyOf("eve@example.com"))).ShouldBeNull();
    }

    [Fact]
    public void That_have_expired_are_not_renewed_by_a_mail_that_is_late()
    {
        var (now, owner) = (Service.Time.GetUtcNow(), TeamTest.As(ann));
        var crew = Team.Of(new CreateTeam(team, "Crew", owner), Guid.NewGuid(), now);
        var (mail, email) = (Guid.NewGuid(), EmailAddress.Parse("eve@example.com")!);
        crew.Invite(crew.MemberOf(ann)!, new InviteMember(Guid.NewGuid(), team, email.Text, TeamRole.Member, owner), email, null, new NewMailToken(mail, "hash", "sealed"), now)
            .ShouldBeNull();

        crew.Awaiting(mail, now.AddDays(6)).ShouldNotBeNull();
        crew.Awaiting(mail, now.AddDays(8)).ShouldBeNull();
    }

    [Fact]
    public async Task That_are_cancelled_or_declined_count_no_more()
    {
        var cancelled = (InvitationDetails)await Teams.Invite(team, ann, "bob@example.com");
        var first = await Service.MailedToken("bob@example.com", 2);
        (await Teams.Cancel(team, ann, cancelled.Id)).ShouldBeOfType<InvitationDetails>().Status.ShouldBe(InvitationStatus.Cancelled);
        ShouldBeRefused(await Teams.Accept(first, bob), Codes.InvalidToken);
        ShouldBeRefused(await Teams.Cancel(team, ann, cancelled.Id), Codes.InvalidState);
        ShouldBeRefused(await Teams.Resend(team, ann, cancelled.Id), Codes.InvalidState);
        ShouldBeRefused(await Teams.Cancel(team, ann, Guid.NewGuid()), Codes.NotFound);

        await Teams.Invite(team, ann, "bob@example.com");
        var second = await Service.MailedToken("bob@example.com", 3);
        (await Teams.Decline(second, bob)).ShouldBeOfType<InvitationDetails>().Status.ShouldBe(InvitationStatus.Declined);
        ShouldBeRefused(await Teams.Accept(second, bob), Codes.InvalidToken);
        (await Teams.Invitations(team, ann)).Select(invitation => invitation.Status).ShouldBe([InvitationStatus.Declined, InvitationStatus.Cancelled]);
        (await Teams.Roles(team)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Are_made_by_owners_and_of_members_by_admins()
    {
        await Teams.Joins(team, ann, bob, TeamRole.Admin);
        var cid = await Teams.HasUser("cid@example.com");
        await Teams.Joins(team, bob, cid);
        await Teams.Invite(team, ann, "eve@example.com", TeamRole.Admin);

        ShouldBeRefused(await Teams.Invite(team, bob, "dan@example.com", TeamRole.Admin), Codes.Forbidden);
        ShouldBeRefused(await Teams.Invite(team, bob, "eve@example.com"), Codes.Forbidden);
        ShouldBeRefused(await Teams.Invite(team, cid, "dan@example.com"), Codes.Forbidden);
        ShouldBeRefused(await Service.Ask<InvitationList>(new ListInvitations(team, 20, null, TeamTest.As(cid))), Codes.Forbidden);
        ShouldBeRefused(await Teams.Invite(team, ann, "dan@example.com", TeamRole.Owner), Codes.ValidationFailed);
        ShouldBeRefused(await Teams.Invite(team, ann, "no address"), Codes.ValidationFailed);
        (await Teams.Invite(team, bob, "dan@example.com")).ShouldBeOfType<InvitationDetails>();
    }

    [Fact]
    public async Task Are_listed_page_by_page_newest_first()
    {
        for (var i = 0; i < 5; i++)
        {
            await Teams.Invite(team, ann, $"eve{i}@example.com");
        }

        var (found, cursor) = (new List<string>(), (string?)null);
        do
        {
            var page = (InvitationList)await Service.Ask<InvitationList>(new ListInvitations(team, 2, cursor, TeamTest.As(ann)));
            found.AddRange(page.Items.Select(invitation => invitation.Email));
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        found.ShouldBe(["eve4@example.com", "eve3@example.com", "eve2@example.com", "eve1@example.com", "eve0@example.com"]);
        ShouldBeRefused(await Service.Ask<InvitationList>(new ListInvitations(team, 2, "nobody's", TeamTest.As(ann))), Codes.ValidationFailed);
    }

    [Fact]
    public async Task The_token_is_stored_as_its_hash()
    {
        await Teams.Invite(team, ann, "bob@example.com");
        var token = await Service.MailedToken("bob@example.com", 2);

        System.Text.Json.JsonSerializer.Serialize(await Teams.Stored(team)).ShouldNotContain(token);
    }

    [Fact]
    public async Task Of_an_account_that_is_deleted_hold_its_address_no_more()
    {
        await Teams.Invite(team, ann, "bob@example.com");
        await Service.MailedToken("bob@example.com", 2);

        await Service.Ask<UserDeleted>(new DeleteUser(bob, new Caller(Guid.NewGuid(), [Role.Admin])));

        await Testing.Wait.Until(
            async () => !System.Text.Json.JsonSerializer.Serialize(await Teams.Stored(team)).Contains("bob", StringComparison.OrdinalIgnoreCase), "the address is erased");
        (await Teams.Invitations(team, ann)).ShouldHaveSingleItem().Status.ShouldBe(InvitationStatus.Cancelled);
    }
}
