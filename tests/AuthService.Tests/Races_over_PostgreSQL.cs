using AuthService.Tests.SecondFactors;
using AuthService.Tests.Teams;
using AuthService.Users;
using Contracts;
using Contracts.Sessions;
using Contracts.Teams;
using Contracts.Users;
using Testing;
using Testing.Servers;

namespace AuthService.Tests;

/// <summary>The races that the database decides, on a real one.</summary>
public sealed class Races_over_PostgreSQL : IAsyncLifetime
{
    private PostgresServer? postgres;
    private AuthServiceHost? host;

    private AuthServiceHost Service => host!;

    public async Task InitializeAsync()
    {
        if (Real.Postgres.IsInstalled())
        {
            postgres = await new PostgresServer().Started();
            host = await AuthServiceHost.Start(settings: [("Storage:Provider", "postgres"), ("ConnectionStrings:Storage", postgres.ConnectionString)]);
        }
    }

    public async Task DisposeAsync()
    {
        if (postgres is not null)
        {
            await Service.DisposeAsync();
            await postgres.DisposeAsync();
        }
    }

    [RealFact(Real.Postgres, Own = true)]
    public async Task Have_one_winner_each()
    {
        await OneRegistration();
        await OneCommandDeliveredOften();
        await OneRefresh();
        await OneSession();
        await OneAdministratorStays();
        await OneUseOfACode("carol@example.com", authenticator => authenticator.Code());
        await OneUseOfACode("karl@example.com", authenticator => authenticator.RecoveryCodes[0]);
        await OneMemberForAnInvitation();
        await OneOwnerStays();
        await AnOwnerStaysThoughOneIsDeleted();
        await OneOpenInvitation();
    }

    private async Task OneRegistration()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Service.Register("one@example.com")));

        answers.OfType<UserDetails>().Count().ShouldBe(1);
        answers.OfType<Refused>().Count(refused => refused.Code == "EMAIL_TAKEN").ShouldBe(63);
    }

    private async Task OneCommandDeliveredOften()
    {
        var id = Guid.NewGuid();

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Service.Register("again@example.com", userId: id)));

        answers.ShouldAllBe(answer => answer is UserDetails && ((UserDetails)answer).Id == id);
    }

    private async Task OneRefresh()
    {
        var session = await Service.HasSession("one@example.com");

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Service.Refresh(session.RefreshToken)));

        answers.Cast<SessionStarted>().Select(answer => answer.RefreshToken).Distinct().ShouldHaveSingleItem();
        (await Service.Accepts((SessionStarted)answers[0])).ShouldBeTrue();
    }

    private async Task OneSession()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Service.LogIn("one@example.com")));

        (await Task.WhenAll(answers.Cast<SessionStarted>().Select(Service.Accepts))).Count(accepted => accepted).ShouldBe(1);
    }

    private async Task OneUseOfACode(string email, Func<Authenticator, string> codeOf)
    {
        var authenticator = await Authenticator.TurnedOn(Service, await Service.HasUser(email));
        string[] tokens = [.. await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => authenticator.AskedAtLogIn()))];
        var code = codeOf(authenticator);

        var answers = await Task.WhenAll(tokens.Select(token => authenticator.LogIn(token, code)));

        (await Service.Accepts(answers.OfType<SessionStarted>().ShouldHaveSingleItem())).ShouldBeTrue();
        answers.OfType<Refused>().Count().ShouldBe(15);
    }

    private async Task OneMemberForAnInvitation()
    {
        var teams = new TeamTest(Service);
        var (owner, guest) = (await teams.HasUser("dora@example.com"), await teams.HasUser("emil@example.com"));
        var team = await teams.HasTeam(owner);
        await teams.Invite(team, owner, "emil@example.com");
        var token = await Service.MailedToken("emil@example.com", 2);

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => teams.Accept(token, guest)));

        answers.OfType<TeamSummary>().ShouldHaveSingleItem().Role.ShouldBe(TeamRole.Member);
        answers.OfType<Refused>().Count().ShouldBe(15);
        (await teams.Roles(team)).ShouldBe([(owner, TeamRole.Owner), (guest, TeamRole.Member)]);
        (await teams.List(guest)).ShouldHaveSingleItem();
    }

    private async Task OneOwnerStays()
    {
        var teams = new TeamTest(Service);
        var (one, other) = (await teams.HasUser("finn@example.com"), await teams.HasUser("gwen@example.com"));
        for (var round = 0; round < 10; round++)
        {
            var team = await teams.HasTeam(one);
            await teams.Joins(team, one, other, TeamRole.Admin, mails: round + 2);
            await teams.Change(team, one, other, TeamRole.Owner);

            var answers = await Task.WhenAll(
                teams.Remove(team, one, one), teams.Remove(team, other, other), teams.Change(team, one, other, TeamRole.Member), teams.Change(team, other, one, TeamRole.Member));

            answers.OfType<Refused>().ShouldNotBeEmpty();
            (await teams.Roles(team)).Count(member => member.Item2 == TeamRole.Owner).ShouldBe(1);
        }
    }

    private async Task AnOwnerStaysThoughOneIsDeleted()
    {
        var teams = new TeamTest(Service);
        for (var round = 0; round < 10; round++)
        {
            var (one, other, third) =
                (await teams.HasUser($"owner-{round}@example.com"), await teams.HasUser($"other-{round}@example.com"), await teams.HasUser($"third-{round}@example.com"));
            var team = await teams.HasTeam(one);
            await teams.Joins(team, one, other, TeamRole.Admin);
            await teams.Joins(team, one, third);
            await teams.Change(team, one, other, TeamRole.Owner);

            var answers = await Task.WhenAll(
                teams.Remove(team, other, other), Service.Ask<UserDeleted>(new DeleteUser(one, new Caller(Guid.NewGuid(), [Role.Admin]))));

            await Wait.Until(async () => (await teams.Roles(team)).All(member => member.Item1 != one), "the one is taken out");
            (await teams.Roles(team)).Where(member => member.Item2 == TeamRole.Owner).ShouldHaveSingleItem().Item1
                .ShouldBe(answers[0] is MemberRemoved ? third : other);
        }
    }

    private async Task OneOpenInvitation()
    {
        var teams = new TeamTest(Service);
        var owner = await teams.HasUser("hugo@example.com");
        var team = await teams.HasTeam(owner);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => teams.Invite(team, owner, "iris@example.com")));

        answers.OfType<InvitationDetails>().Count().ShouldBe(3, "three mails an hour to one address");
        answers.OfType<InvitationDetails>().Select(invitation => invitation.Id).Distinct().ShouldHaveSingleItem();
        (await teams.Invitations(team, owner)).ShouldHaveSingleItem();
    }

    private async Task OneAdministratorStays()
    {
        var ada = await Service.HasUser("ada@example.com", Role.Admin);
        var bob = await Service.HasUser("bob@example.com", Role.Admin);
        for (var round = 0; round < 10; round++)
        {
            var answers = await Task.WhenAll(Service.ChangeRoles(ada.Id, Role.User), Service.ChangeRoles(bob.Id, Role.User));

            answers.OfType<UserDetails>().Count().ShouldBe(1);
            answers.OfType<Refused>().ShouldHaveSingleItem().Code.ShouldBe("LAST_ADMIN");
            await Service.ChangeRoles(ada.Id, Role.Admin);
            await Service.ChangeRoles(bob.Id, Role.Admin);
        }

        (await Service.Rosters.Get(AdminRoster.OnlyId))!.Members.Count.ShouldBe(2);
    }
}
