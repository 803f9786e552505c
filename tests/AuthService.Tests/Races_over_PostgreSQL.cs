using AuthService.Tests.SecondFactors;
using AuthService.Users;
using Contracts;
using Contracts.Sessions;
using Contracts.Users;
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
        await OneUseOfACode();
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

    private async Task OneUseOfACode()
    {
        var authenticator = await Authenticator.TurnedOn(Service, await Service.HasUser("carol@example.com"));
        string[] tokens = [.. await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => authenticator.AskedAtLogIn()))];
        var code = authenticator.Code();

        var answers = await Task.WhenAll(tokens.Select(token => authenticator.LogIn(token, code)));

        (await Service.Accepts(answers.OfType<SessionStarted>().ShouldHaveSingleItem())).ShouldBeTrue();
        answers.OfType<Refused>().Count().ShouldBe(15);
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
