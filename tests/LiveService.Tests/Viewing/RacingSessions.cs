using Contracts;
using Contracts.Stages;
using Testing;
using Testing.Servers;

namespace LiveService.Tests.Viewing;

/// <summary>Races that the engine decides.</summary>
internal static class RacingSessions
{
    public static async Task OfOneParticipant(RunningLiveService service)
    {
        var user = RunningLiveService.User();
        var stage = await service.HasStage();
        var token = (await service.HasToken(stage, user)).Token;
        for (var round = 0; round < 5; round++)
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => service.Join(stage, token, user)));

            answers.ShouldAllBe(answer => answer.Reply != null);
            answers.Select(answer => answer.Reply!.Session.Id).Distinct().ShouldHaveSingleItem();
            answers.Count(answer => answer.Reply!.IsNew).ShouldBe(1);
            (await service.Leave(answers[0].Reply!.Session)).Reply.ShouldNotBeNull();
        }

        (await service.Sessions(stage)).Count.ShouldBe(5);
    }

    public static async Task OfOneCommand(RunningLiveService service)
    {
        var user = RunningLiveService.User();
        var stage = await service.HasStage();
        var token = (await service.HasToken(stage, user)).Token;
        var id = Guid.NewGuid();

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => service.Join(stage, token, user, id)));

        answers.ShouldAllBe(answer => answer.Reply!.Session.Id == id);
    }

    public static async Task WithAClose(RunningLiveService service)
    {
        for (var round = 0; round < 5; round++)
        {
            var stage = await service.HasStage();
            var user = RunningLiveService.User();
            var tokens = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => service.HasToken(stage, user)));

            var joins = tokens.Select(token => service.Join(stage, token.Token, user)).ToList();
            await service.Ask<CloseStage, StageDetails>(new CloseStage(stage, Some.Operator()));
            var answers = await Task.WhenAll(joins);

            answers.ShouldAllBe(answer => answer.Reply != null || answer.Code == Codes.StageClosed);
            (await service.Sessions(stage, open: true)).ShouldBeEmpty();
        }
    }

    public static async Task WithARevocation(RunningLiveService service)
    {
        var stage = await service.HasStage();
        for (var round = 0; round < 10; round++)
        {
            var user = RunningLiveService.User();
            var token = await service.HasToken(stage, user);

            var joins = Enumerable.Range(0, 4).Select(_ => service.Join(stage, token.Token, user)).ToList();
            await service.Ask<RevokeStageToken, StageTokenRevoked>(new RevokeStageToken(stage, token.ParticipantId, user));
            var answers = await Task.WhenAll(joins);

            answers.ShouldAllBe(answer => answer.Reply != null || answer.Code == Codes.InvalidStageToken);
            (await service.Sessions(stage, open: true)).ShouldBeEmpty();
        }
    }
}

public sealed class Races_over_SQLite : LiveServiceTest
{
    [Fact]
    public Task One_participant_has_one_open_session() => RacingSessions.OfOneParticipant(Service);

    [Fact]
    public Task One_command_makes_one_session() => RacingSessions.OfOneCommand(Service);

    [Fact]
    public Task A_closed_stage_has_no_open_session() => RacingSessions.WithAClose(Service);

    [Fact]
    public Task A_revoked_token_has_no_open_session() => RacingSessions.WithARevocation(Service);
}

public sealed class Races_over_PostgreSQL : IAsyncLifetime
{
    private PostgresServer? postgres;
    private RunningLiveService? service;

    public async Task InitializeAsync()
    {
        if (Real.Postgres.IsInstalled())
        {
            postgres = await new PostgresServer().Started();
            service = await RunningLiveService.Start(("Storage:Provider", "postgres"), ("ConnectionStrings:Storage", postgres.ConnectionString));
        }
    }

    public async Task DisposeAsync()
    {
        if (postgres is not null)
        {
            await service!.DisposeAsync();
            await postgres.DisposeAsync();
        }
    }

    [RealFact(Real.Postgres, Own = true)]
    public async Task Have_one_winner_each()
    {
        await RacingSessions.OfOneParticipant(service!);
        await RacingSessions.OfOneCommand(service!);
        await RacingSessions.WithAClose(service!);
        await RacingSessions.WithARevocation(service!);
    }
}
