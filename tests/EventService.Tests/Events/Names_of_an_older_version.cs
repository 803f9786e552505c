using System.Text.Json;
using System.Text.Json.Nodes;
using Contracts.Events;
using Documents;
using Documents.Engines;
using Documents.Sqlite;
using Documents.Sweeps;
using EventService.Events;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Testing.Stores;
using Testing;

namespace EventService.Tests.Events;

/// <summary>An event without the searched name, and one whose searched name is that before it was renamed; the renewal begins when the test says so.</summary>
public sealed class Names_of_an_older_version : IAsyncLifetime
{
    private readonly DirectoryInfo data = Directory.CreateTempSubdirectory("event-service-");
    private readonly ApplicationLifetime lifetime = new(NullLogger<ApplicationLifetime>.Instance);

    public async Task InitializeAsync()
    {
        await using var engine = new SqliteEngine(Path.Combine(data.FullName, "event_db.db"), NullLogger.Instance);
        await engine.Open([EventDocument.Schema], CancellationToken.None);
        await engine.Write([Old("Spring one", null), Old("Spring two", "WINTER TWO")], CancellationToken.None);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task They_are_found_before_they_are_renewed_and_afterwards_by_the_store()
    {
        await using var service = await Running(int.MaxValue);

        await Lists(service, EventStatus.Active, "spring", 2);
        await Lists(service, null, "spring", 2);
        await Lists(service, EventStatus.Ended, "spring", 0);
        await Lists(service, null, "winter", 0);
        await Renewed(service);
        await Lists(service, null, "spring", 2);
        await Lists(service, null, "winter", 0);
        (await InStore(service, "SPRING")).ShouldBe(2);
    }

    [Fact]
    public async Task A_name_that_an_event_has_no_more_finds_it_not_although_the_store_does()
    {
        await using var service = await Running(0);
        await Renewed(service);

        (await InStore(service, "WINTER")).ShouldBe(1);
        await Lists(service, null, "winter", 0);
    }

    private static async Task Lists(RunningEventService service, EventStatus? status, string part, int count) =>
        (await service.Ask<ListEvents, EventList>(new ListEvents(status, null, part, 100, null, Some.User()))).Details!.Items.Count.ShouldBe(count, $"{status} '{part}'");

    private static async Task<int> InStore(RunningEventService service, string key) =>
        (await service.Store<EventDocument>().Query(new Query<EventDocument>().Containing(e => e.NameKey, key).OrderByDescending(e => e.CreatedAt))).Items.Count;

    private static DocumentWrite Old(string name, string? key)
    {
        var e = Some.Event();
        e.Terms = e.Terms with { Name = name, PeriodEnd = null };
        var body = JsonSerializer.SerializeToNode(e, DocumentJson.Options)!.AsObject();
        body.Remove("nameKey");
        if (key is not null)
        {
            body["nameKey"] = JsonValue.Create(key);
        }

        return new DocumentWrite(EventDocument.Schema, WriteKind.Insert, e.Id, 0, JsonSerializer.SerializeToUtf8Bytes(body), []);
    }

    /// <param name="renewals">How many are saved.</param>
    private async Task<RunningEventService> Running(int renewals)
    {
        var service = new RunningEventService(data, services => services.AddSingleton(provider => new FieldRenewal<EventDocument>(
            new FaultyStore<EventDocument>(provider.GetRequiredService<IDocumentStore<EventDocument>>(), new Crash(renewals, false)),
            EventDocument.Schema,
            e => e.CreatedAt,
            lifetime,
            TimeProvider.System,
            NullLogger<FieldRenewal<EventDocument>>.Instance)));
        await service.InitializeAsync();
        return service;
    }

    private async Task Renewed(RunningEventService service)
    {
        lifetime.NotifyStarted();
        await Wait.Until(() => service.Get<FieldRenewal<EventDocument>>().HasPassed, "the renewal");
    }
}
