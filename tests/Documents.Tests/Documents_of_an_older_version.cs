using System.Text.Json;
using Documents.Engines;
using Documents.Sweeps;
using Documents.Tests.Sqlite;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Testing;

namespace Documents.Tests;

public sealed class Documents_of_an_older_version : IDisposable
{
    private static readonly Schema<OldLabel> Old = new Schema<OldLabel>("labels").Index(l => l.CreatedAt);

    private static readonly Schema<Label> New = new Schema<Label>("labels").Index(l => l.CreatedAt).Search(l => l.Key, l => l.CreatedAt);

    private readonly DataFolder folder = new();
    private readonly FakeTime time = new(DateTimeOffset.UnixEpoch);

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task They_get_the_fields_that_this_version_computes_and_others_are_left_alone()
    {
        await Write(Enumerable.Range(0, 250).Select(i => $"old-{i}"));
        await using var open = await OpenFolder.At(folder, [New]);
        var labels = open.Database.Store(New);
        await labels.Insert(new Label { Id = "new", Name = "spring" });
        (await Found(labels)).ShouldBe(1);
        using var renewal = Renewal(labels);
        renewal.HasPassed.ShouldBeFalse();

        await Pass(renewal);

        (await Found(labels)).ShouldBe(251);
        (await labels.Get("old-7"))!.Version.ShouldBe(2);
        (await labels.Get("new"))!.Version.ShouldBe(1);
    }

    [Fact]
    public async Task What_an_older_version_writes_beside_this_one_is_renewed_too()
    {
        await using var open = await OpenFolder.At(folder, [New]);
        var labels = open.Database.Store(New);
        using var renewal = Renewal(labels);
        await Pass(renewal);
        var body = JsonSerializer.SerializeToUtf8Bytes(new OldLabel { Id = "late", Name = "Spring" }, DocumentJson.Options);
        await open.Engine.Write([new DocumentWrite(New, WriteKind.Insert, "late", 0, body, [])], CancellationToken.None);
        (await Found(labels)).ShouldBe(0);

        await Wait.Until(
            async () =>
            {
                time.Advance(FieldRenewal<Label>.Interval);
                return await Found(labels) == 1;
            },
            "the next pass");
    }

    [Fact]
    public async Task One_that_cannot_be_saved_is_passed_over_and_an_outage_does_not_start_again()
    {
        await Write(Enumerable.Range(0, 250).Select(i => $"old-{i}"));
        await using var open = await OpenFolder.At(folder, [New]);
        var labels = new UnevenStore(open.Database.Store(New), refused: "old-7", failingQuery: 2);
        using var lines = new Testing.LogLines();
        using var loggers = new LoggerFactory([lines]);
        using var renewal = Renewal(labels, loggers.CreateLogger<FieldRenewal<Label>>());

        await Pass(renewal);

        (await Found(open.Database.Store(New))).ShouldBe(249);
        labels.Queries.ShouldBe(4, "three pages, and one of them twice");
        lines.Of(LogLevel.Error).ShouldHaveSingleItem().ShouldContain("old-7");
    }

    private static async Task<int> Found(IDocumentStore<Label> labels) =>
        (await labels.Query(new Query<Label>().Containing(l => l.Key, "SPR").OrderBy(l => l.CreatedAt).Take(1000))).Items.Count;

    private async Task Write(IEnumerable<string> ids)
    {
        await using var old = await OpenFolder.At(folder, [Old]);
        foreach (var id in ids)
        {
            await old.Database.Store(Old).Insert(new OldLabel { Id = id, Name = "Spring" });
        }
    }

    private FieldRenewal<Label> Renewal(IDocumentStore<Label> labels, ILogger<FieldRenewal<Label>>? log = null)
    {
        var lifetime = new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance);
        lifetime.NotifyStarted();
        return new FieldRenewal<Label>(labels, New, l => l.CreatedAt, lifetime, time, log ?? NullLogger<FieldRenewal<Label>>.Instance);
    }

    private async Task Pass(FieldRenewal<Label> renewal)
    {
        await renewal.StartAsync(CancellationToken.None);
        await Wait.Until(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(1));
                return renewal.HasPassed;
            },
            "a pass through the collection");
    }

    /// <summary>Saves all but one document, and one of its queries finds the store away.</summary>
    private sealed class UnevenStore(IDocumentStore<Label> store, string refused, int failingQuery) : IDocumentStore<Label>
    {
        public int Queries { get; private set; }

        public Task<WriteResult> Insert(Label document, CancellationToken cancellationToken = default) => store.Insert(document, cancellationToken);

        public Task<WriteResult> Update(Label document, CancellationToken cancellationToken = default) =>
            document.Id == refused ? throw new InvalidOperationException("Too long.") : store.Update(document, cancellationToken);

        public Task<WriteResult> Delete(Label document, CancellationToken cancellationToken = default) => store.Delete(document, cancellationToken);

        public Task<Label?> Get(string id, CancellationToken cancellationToken = default) => store.Get(id, cancellationToken);

        public Task<Page<Label>> Query(Query<Label> query, CancellationToken cancellationToken = default) =>
            ++Queries == failingQuery ? throw new StoreUnavailableException("labels", new IOException()) : store.Query(query, cancellationToken);
    }

    private sealed class OldLabel : Document
    {
        public required string Name { get; init; }

        public DateTimeOffset CreatedAt { get; init; } = DateTimeOffset.UnixEpoch;
    }

    private sealed class Label : Document
    {
        public required string Name { get; init; }

        public string Key => Name.ToUpperInvariant();

        public DateTimeOffset CreatedAt { get; init; } = DateTimeOffset.UnixEpoch;
    }
}
