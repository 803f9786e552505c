using System.Diagnostics.Metrics;
using System.Text.Json;
using Documents.Engines;
using Documents.Outbox;
using Documents.Sqlite;
using Documents.Tests.Articles;
using Documents.Tests.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Documents.Tests.Dispatch;

public sealed class The_outbox_dispatcher : IAsyncLifetime
{
    private static readonly TimeSpan MinimumAge = TimeSpan.FromSeconds(15);

    private readonly DataFolder folder = new();
    private readonly RecordingTransport transport = new();
    private readonly TestTime time = new();
    private readonly TaskCompletionSource held = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private StubEngine engine = null!;
    private Database database = null!;

    private IDocumentStore<Article> Articles => database.Store(Article.Schema);

    public async Task InitializeAsync()
    {
        (database, engine) = Create(time);
        await database.Open();
    }

    public async Task DisposeAsync()
    {
        held.TrySetResult();
        await database.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task A_message_under_way_is_not_swept()
    {
        transport.Holds = _ => held.Task;
        await Insert("one");

        (await Sweep()).ShouldBe(0);

        held.SetResult();
        await Testing.Wait.Until(async () => (await Waiting()).Count == 0, "the outbox cleared");
        transport.Sent.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_message_that_is_sent_but_not_cleared_yet_is_not_swept()
    {
        var clearing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        engine.BeforeClear = () =>
        {
            clearing.TrySetResult();
            return held.Task;
        };
        await Insert("one");
        await Testing.Wait.Until(() => transport.Sent.Count == 1, "the message sent");
        (await Sweep()).ShouldBe(0);
        await clearing.Task;
        (await Waiting()).Count.ShouldBe(1);

        (await Sweep()).ShouldBe(0);

        transport.Sent.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_message_whose_clearing_failed_is_swept()
    {
        engine.BeforeClear = () => Task.FromException(new IOException("The database is away."));
        await Insert("one");
        await Testing.Wait.Until(async () => await Sweep() == 1, "the sweep after the failed clearing");
        engine.BeforeClear = () => Task.CompletedTask;

        await Testing.Wait.Until(async () => await Sweep() == 1, "the next sweep");

        (await Waiting()).ShouldBeEmpty();
        transport.Sent.Select(m => m.Id).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task Messages_that_cannot_be_sent_do_not_hide_those_behind_them()
    {
        transport.IsDown = true;
        await Task.WhenAll(Enumerable.Range(0, 1200).Select(i => Insert($"stuck-{i}")));
        time.Advance(TimeSpan.FromMinutes(1));
        await Task.WhenAll(Enumerable.Range(0, 700).Select(i => Insert($"good-{i}")));
        await Testing.Wait.Until(() => transport.Refused.Count == 1900, "the first tries");
        transport.Refuses = m => ((ArticleChanged)m.Message).ArticleId.StartsWith("stuck", StringComparison.Ordinal);

        (await Sweep()).ShouldBe(700);

        transport.Sent.Select(m => m.Id).Distinct().Count().ShouldBe(700);
        (await Waiting()).Count.ShouldBe(1200);
    }

    [Fact]
    public async Task Messages_that_this_version_does_not_know_stay_are_counted_and_hide_none_behind_them()
    {
        const int unknown = 2100;
        var counted = 0L;
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, to) =>
        {
            if (instrument.Name == "outbox.unknown")
            {
                to.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, count, _, _) => counted = Math.Max(counted, count));
        listener.Start();
        transport.IsDown = true;
        var message = OutboxMessage.From(new ArticleChanged("", 1), time.GetUtcNow(), null) with { Type = "Documents.Tests.Articles:ArticleGone" };
        await engine.Write(
            [.. Enumerable.Range(0, unknown).Select(i => new DocumentWrite(
                Article.Schema, WriteKind.Insert, $"unknown-{i}", 0, JsonSerializer.SerializeToUtf8Bytes(new Article { Id = $"unknown-{i}" }, DocumentJson.Options), [message with { Id = Guid.NewGuid() }]))],
            CancellationToken.None);
        time.Advance(TimeSpan.FromMinutes(1));
        await Insert("good");
        await Testing.Wait.Until(() => transport.Refused.Count == 1, "the first try");
        transport.IsDown = false;

        (await Sweep()).ShouldBe(1);

        transport.Sent.ShouldHaveSingleItem().Message.ShouldBe(new ArticleChanged("good", 1));
        counted.ShouldBe(unknown);
        (await database.Backlog()).Messages.ShouldBe(unknown);
    }

    /// <summary>Raised by another instance, or by this one before its clock was set back.</summary>
    [Theory]
    [InlineData(3600)]
    [InlineData(15)]
    public async Task A_message_of_a_clock_that_is_ahead_is_not_hidden(double ahead)
    {
        await RaisedElsewhere("left", TimeSpan.FromSeconds(ahead));

        (await database.Sweep(MinimumAge)).ShouldBe(0);
        time.Advance(MinimumAge);

        (await database.Sweep(MinimumAge)).ShouldBe(1);
        transport.Sent.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_message_of_a_clock_that_is_behind_is_left_to_its_instance_for_as_long()
    {
        await RaisedElsewhere("under way", -2 * MinimumAge);

        (await database.Sweep(MinimumAge)).ShouldBe(0);
        time.Advance(MinimumAge - TimeSpan.FromSeconds(1));
        (await database.Sweep(MinimumAge)).ShouldBe(0);

        transport.Sent.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_backlog_from_long_ago_is_sent_at_once()
    {
        await RaisedElsewhere("left", -TimeSpan.FromMinutes(6));

        (await database.Sweep(MinimumAge)).ShouldBe(1);
    }

    [Fact]
    public async Task A_sweep_gives_up_when_nothing_can_be_sent()
    {
        transport.IsDown = true;
        await Task.WhenAll(Enumerable.Range(0, 4000).Select(i => Insert($"stuck-{i}")));
        await Testing.Wait.Until(() => transport.Refused.Count == 4000, "the first tries");

        (await Sweep()).ShouldBe(0);

        transport.Refused.Count.ShouldBe(4000 + 2000);
    }

    [Fact]
    public async Task A_sweep_sends_page_after_page()
    {
        transport.IsDown = true;
        await Task.WhenAll(Enumerable.Range(0, 1700).Select(i => Insert($"doc-{i}")));
        await Testing.Wait.Until(() => transport.Refused.Count == 1700, "the first tries");
        transport.IsDown = false;

        (await Sweep()).ShouldBe(1700);

        transport.Sent.Select(m => m.Id).Distinct().Count().ShouldBe(1700);
        (await Waiting()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Disposal_clears_what_was_sent_though_the_clock_stands_still()
    {
        await database.DisposeAsync();
        (database, engine) = Create(new FakeTimeProvider());
        await database.Open();
        await Insert("one");
        await Testing.Wait.Until(() => transport.Sent.Count == 1, "the message sent");

        await database.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20));

        (database, engine) = Create(time);
        await database.Open();
        (await Waiting()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Disposal_does_not_wait_for_a_transport_that_is_stuck()
    {
        transport.Holds = _ => held.Task;
        await Insert("one");

        await database.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20));

        (database, engine) = Create(time);
        await database.Open();
        (await Waiting()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_database_may_be_disposed_again()
    {
        await Insert("one");

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () => await database.DisposeAsync())));

        await database.DisposeAsync();
        await Should.ThrowAsync<ObjectDisposedException>(() => Insert("two"));
    }

    [Fact]
    public async Task Disposal_releases_who_waits_for_a_database_that_never_opened()
    {
        var (closed, _) = Create(time);
        var insert = closed.Store(Article.Schema).Insert(new Article { Id = "one" });
        var get = closed.Store(Article.Schema).Get("one");

        await closed.DisposeAsync();

        await Should.ThrowAsync<ObjectDisposedException>(() => insert.WaitAsync(TimeSpan.FromSeconds(20)));
        await Should.ThrowAsync<ObjectDisposedException>(() => get.WaitAsync(TimeSpan.FromSeconds(20)));
    }

    private (Database Database, StubEngine Engine) Create(TimeProvider clock)
    {
        var stub = new StubEngine(new SqliteEngine(folder.Database, NullLogger.Instance));
        return (new Database("test", stub, [Article.Schema], transport, clock, NullLogger<Database>.Instance), stub);
    }

    private async Task Insert(string id)
    {
        var article = new Article { Id = id };
        article.Raise(new ArticleChanged(id, 1));
        (await Articles.Insert(article)).ShouldBe(WriteResult.Saved);
    }

    private async Task<int> Sweep()
    {
        time.Advance(TimeSpan.FromSeconds(1));
        return await database.Sweep(TimeSpan.Zero).WaitAsync(TimeSpan.FromSeconds(120));
    }

    /// <param name="ahead">Of the clock by which it was raised.</param>
    private async Task RaisedElsewhere(string id, TimeSpan ahead) => await engine.Write(
        [new DocumentWrite(
            Article.Schema,
            WriteKind.Insert,
            id,
            0,
            JsonSerializer.SerializeToUtf8Bytes(new Article { Id = id }, DocumentJson.Options),
            [OutboxMessage.From(new ArticleChanged(id, 1), time.GetUtcNow() + ahead, null)])],
        CancellationToken.None);

    private Task<IReadOnlyList<PendingOutbox>> Waiting() =>
        engine.Pending(Article.Schema, DateTimeOffset.MaxValue, int.MaxValue, CancellationToken.None);
}
