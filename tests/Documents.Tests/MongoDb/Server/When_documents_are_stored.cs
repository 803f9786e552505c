using System.Diagnostics;
using System.Diagnostics.Metrics;
using Documents.Engines;
using Documents.MongoDb;
using Documents.Tests.Articles;
using MongoDB.Bson;
using MongoDB.Driver;
using Testing.Servers;

namespace Documents.Tests.MongoDb.Server;

public sealed class When_documents_are_stored : MongoDbTest
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Several_engines_may_create_the_indexes_at_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Open()));

        var indexes = (await (await Articles.Indexes.ListAsync()).ToListAsync()).ToDictionary(i => i["name"].AsString);

        indexes.Keys.Order(StringComparer.Ordinal).ShouldBe(
            ["_id_", "by_createdAt", "by_dueAt", "by_owner_isPinned_title", "by_state_createdAt", "layout", "pending", "unique_code", "unique_slug"]);
        indexes["unique_slug"]["unique"].ToBoolean().ShouldBeTrue();
        indexes["unique_slug"]["sparse"].ToBoolean().ShouldBeTrue();
        indexes["pending"]["sparse"].ToBoolean().ShouldBeTrue();
        indexes["by_state_createdAt"]["key"].AsBsonDocument.Names.ShouldBe(["fields.state", "fields.createdAt", "_id"]);
    }

    [Fact]
    public async Task Values_that_are_shared_already_are_told_without_being_quoted()
    {
        await Articles.InsertManyAsync(new[] { "one", "two" }.Select(id => new BsonDocument
        {
            { "_id", id }, { "version", 1L }, { "body", """{"slug":"hush"}""" }, { "fields", new BsonDocument("slug", "hush") }, { "writes", new BsonArray() },
        }));

        var fault = await Should.ThrowAsync<InvalidDataException>(() => Open());

        fault.Message.ShouldContain("test_articles");
        fault.ToString().ShouldNotContain("hush");
    }

    [Fact]
    public async Task A_batch_has_an_outcome_for_each_write()
    {
        var engine = await Open();
        await Write(engine, Insert("one", "first"), Insert("two", "second"), Insert("three"), Insert("four"));
        await Write(engine, Update("three", 1));

        var results = await Write(
            engine,
            Insert("one", "other"),
            Update("two", 1, "first"),
            Update("three", 1),
            Insert("five", "second"),
            Insert("six", "sixth"),
            Update("three-and-a-half", 1),
            new DocumentWrite(Article.Schema, WriteKind.Delete, "four", 1, [], []),
            new DocumentWrite(Article.Schema, WriteKind.Delete, "nobody", 1, [], []));

        results.ShouldBe(
        [
            WriteResult.DuplicateId, WriteResult.DuplicateKey("slug"), WriteResult.Stale, WriteResult.DuplicateKey("slug"),
            WriteResult.Saved, WriteResult.Stale, WriteResult.Saved, WriteResult.Stale,
        ]);
    }

    [Fact]
    public async Task A_refusal_of_an_index_with_another_name_is_looked_up()
    {
        var engine = await Open();
        await Articles.Indexes.DropOneAsync("unique_slug");
        await Articles.Indexes.CreateOneAsync(new CreateIndexModel<BsonDocument>(
            new BsonDocument("fields.slug", 1), new CreateIndexOptions { Name = "made-by-hand", Unique = true, Sparse = true }));
        await Write(engine, Insert("one", "taken"), Insert("two"));

        (await Write(engine, Insert("three", "taken"))).ShouldBe([WriteResult.DuplicateKey("slug")]);
        (await Write(engine, Update("two", 1, "taken"))).ShouldBe([WriteResult.DuplicateKey("slug")]);
        (await Write(engine, Insert("three", "taken"), Update("two", 1, "taken"))).ShouldBe([WriteResult.DuplicateKey("slug"), WriteResult.DuplicateKey("slug")]);
    }

    [Fact]
    public async Task A_document_without_messages_is_outside_the_index_of_those_that_wait()
    {
        var engine = await Open();
        await Write(engine, Insert("one", raised: [Start, Start.AddMinutes(1)]), Insert("two"));
        var waiting = (await Pending(engine)).ShouldHaveSingleItem();

        await engine.Clear([new SentMessages(Article.Schema, "one", [waiting.Messages[0].Id])], CancellationToken.None);
        (await Read("one"))["oldest"].AsInt64.ShouldBe(Start.AddMinutes(1).UtcTicks);
        await engine.Clear([new SentMessages(Article.Schema, "one", [waiting.Messages[1].Id])], CancellationToken.None);

        (await Read("one")).Names.ShouldBe(["_id", "version", "body", "fields", "writes"]);
        (await Read("two")).Names.ShouldBe(["_id", "version", "body", "fields", "writes"]);
    }

    [Fact]
    public async Task A_time_that_is_too_early_is_set_right_and_hides_nothing()
    {
        var engine = await Open();
        await Write(engine, Insert("early", raised: Start.AddHours(2)), Insert("empty", raised: Start), Insert("due", raised: Start.AddMinutes(5)));
        await Articles.UpdateOneAsync(new BsonDocument("_id", "early"), new BsonDocument("$set", new BsonDocument("oldest", Start.UtcTicks)));
        await Articles.UpdateOneAsync(new BsonDocument("_id", "empty"), new BsonDocument("$set", new BsonDocument("outbox", new BsonArray())));

        (await engine.Pending(Article.Schema, Start.AddHours(1), 1, CancellationToken.None)).Select(p => p.Id).ShouldBe(["due"]);

        (await Read("early"))["oldest"].AsInt64.ShouldBe(Start.AddHours(2).UtcTicks);
        (await Read("empty")).Contains("oldest").ShouldBeFalse();
    }

    [Fact]
    public async Task Thousands_at_once_wait_for_few_connections()
    {
        var engine = await Open(new MongoUrlBuilder(GivenMongoDb.ConnectionString) { MaxConnectionPoolSize = 3 }.ToString());
        var ids = Enumerable.Range(0, 300).Select(i => $"id-{i}").ToList();
        (await Write(engine, [.. ids.Select(id => Insert(id, raised: [Start, Start]))])).ShouldAllBe(r => r.IsSaved);

        var reads = await Task.WhenAll(Enumerable.Range(0, 3000).Select(i => engine.Get(Article.Schema, ids[i % ids.Count], CancellationToken.None)));
        reads.ShouldAllBe(r => r != null);
        var pending = await engine.Pending(Article.Schema, Start.AddDays(1), 1000, CancellationToken.None);
        await engine.Clear([.. pending.Select(p => new SentMessages(Article.Schema, p.Id, [p.Messages[0].Id]))], CancellationToken.None);
        (await engine.Pending(Article.Schema, Start.AddDays(1), 1000, CancellationToken.None)).ShouldAllBe(p => p.Messages.Count == 1);
        (await Write(engine, [.. ids.Select(id => new DocumentWrite(Article.Schema, WriteKind.Delete, id, 1, [], []))])).ShouldAllBe(r => r.IsSaved);
    }

    [Fact]
    public async Task Commands_are_measured_and_traced_without_what_they_carry()
    {
        var tags = new List<string>();
        using var meters = new MeterListener { InstrumentPublished = (i, l) => { if (i.Meter.Name == "Messaging.MongoDb") { l.EnableMeasurementEvents(i); } } };
        meters.SetMeasurementEventCallback<double>((_, _, measured, _) => Keep(measured.ToArray()));
        meters.Start();
        using var spans = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Messaging.MongoDb",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = span => Keep([new("span", $"{span.DisplayName} {span.Kind} {span.StatusDescription}"), .. span.TagObjects]),
        };
        ActivitySource.AddActivityListener(spans);
        var engine = await Open();
        await Write(engine, Insert("hush-id", "hush"));
        await Write(engine, Insert("other", "hush"));
        await Write(engine, Update("hush-id", 1, "hush"));
        await engine.Get(Article.Schema, "hush-id", CancellationToken.None);

        var told = string.Join('\n', tags.ToArray());
        told.ShouldContain($"span=find {Database} Client");
        told.ShouldContain("db.operation.name=insert");
        told.ShouldContain("db.operation.name=findAndModify");
        told.ShouldNotContain("hush");

        void Keep(KeyValuePair<string, object?>[] measured)
        {
            // Other tests run beside this one.
            var text = string.Join(' ', measured.Select(t => $"{t.Key}={t.Value}"));
            if (text.Contains(Database, StringComparison.Ordinal))
            {
                lock (tags)
                {
                    tags.Add(text);
                }
            }
        }
    }

    private static Task<IReadOnlyList<PendingOutbox>> Pending(MongoDbEngine engine) =>
        engine.Pending(Article.Schema, Start.AddDays(1), 10, CancellationToken.None);

    private Task<BsonDocument> Read(string id) => Articles.Find(new BsonDocument("_id", id)).SingleAsync();
}
