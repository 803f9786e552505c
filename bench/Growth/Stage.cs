using AuthService.Users;
using Bench.Scenarios;
using Bench.Targets;
using Documents.Engines;
using Documents.PostgreSql;
using Documents.Sqlite;
using EventService.Activities;
using EventService.Audit;
using EventService.Events;
using EventService.Requests;
using EventService.Terms;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using RewardWorker.Fulfilment;
using RewardWorker.Ledger;

namespace Bench.Growth;

/// <summary>A platform that is stopped while its stores are filled, and started again over them.</summary>
/// <param name="engine">Of a database, by its name.</param>
/// <param name="settle">Brings a database to where time would have brought it.</param>
internal sealed class Stage(Func<CancellationToken, Task<Target>> start, Func<string, IDocumentEngine> engine, Func<string, Task> settle, IDisposable? data) : IDisposable
{
    private static readonly Dictionary<string, string> Usual = [];

    /// <summary>What a server does by itself, some time after so much was written.</summary>
    private static readonly string[] Upkeep = ["vacuum analyze", "checkpoint"];

    public static async Task<Stage> Of(Session session)
    {
        if (session.Settings.OnPlatform)
        {
            var folder = new DataFolder();
            return new Stage(
                cancellationToken => OneProcess.Start(Tree.Own, Usual, cancellationToken, folder),
                name => new SqliteEngine(Path.Combine(folder.Path, $"{name}.db"), NullLogger.Instance),
                _ => Task.CompletedTask,
                folder);
        }

        var servers = await session.Servers();
        return new Stage(
            cancellationToken => Parts.Start(Tree.Own, servers, Usual, cancellationToken),
            name => new PostgreSqlEngine(servers.PostgreSql, name, NullLogger.Instance),
            async name =>
            {
                Progress.Say($"vacuum analyze of {name}");
                await using var source = NpgsqlDataSource.Create($"{servers.PostgreSql};Database={name};Pooling=false;Command Timeout=600");
                foreach (var sql in Upkeep)
                {
                    await using var command = source.CreateCommand(sql);
                    await command.ExecuteNonQueryAsync();
                }
            },
            null);
    }

    public Task<Target> Start(CancellationToken cancellationToken)
    {
        Progress.Say("starting the platform");
        return start(cancellationToken);
    }

    public async Task FillCoupons(Guid owner, Timeline timeline, CancellationToken cancellationToken)
    {
        await using var events = await Events();
        await using var rewards = await Rewards();
        await StoredCoupons.Fill(events, rewards, owner, timeline, cancellationToken);
    }

    public async Task Fill(Population population, CancellationToken cancellationToken)
    {
        await using (var users = await Store.Open("user_db", engine("user_db"), User.Schema))
        {
            await users.Insert(User.Schema, population.Accounts, cancellationToken);
        }

        await using (var events = await Events())
        {
            await StoredEvents.Fill(events, population, cancellationToken);
        }

        await using (var rewards = await Rewards())
        {
            var requests = Enumerable.Range(0, population.Sizes.Requests);
            await rewards.Insert(Grant.Schema, requests.Select(n => population.Request(n).Grant), cancellationToken);
            await rewards.Insert(RewardFulfilmentState.Schema, requests.Select(n => population.Request(n).Fulfilment), cancellationToken);
        }

        foreach (var name in new[] { "user_db", "event_db", "reward_db" })
        {
            await settle(name);
        }
    }

    public void Dispose() => data?.Dispose();

    private Task<Store> Events() => Store.Open(
        "event_db",
        engine("event_db"),
        EventDocument.Schema,
        RewardTermsDocument.Schema,
        RewardRequest.Schema,
        ActivityDocument.Schema,
        AuditDocument.Schema,
        AuditHead.Schema);

    private Task<Store> Rewards() => Store.Open("reward_db", engine("reward_db"), Grant.Schema, RewardFulfilmentState.Schema);
}
