using System.Text.Json;
using Documents.Engines;
using Documents.MongoDb;
using Documents.Tests.Articles;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Documents.Tests.MongoDb.Server;

public sealed class When_a_schema_grows : MongoDbTest
{
    private static readonly Schema<Article> Old = new Schema<Article>(Article.Schema.Collection).Index(a => a.CreatedAt);

    [Fact]
    public async Task What_was_written_before_is_found_and_so_is_what_an_older_process_writes_after()
    {
        var old = await Open(Old);
        await Write(old, ByOld(Insert("before", "A")), ByOld(Insert("changed", "B")));

        var engine = await Open();
        (await WithSlug(engine, "A")).ShouldBe(["before"]);
        await Write(old, ByOld(Insert("after", "C")), ByOld(Update("changed", 1, "D")));
        Time.Advance(MongoDbEngine.RenewEvery);

        await Testing.Wait.Until(async () => await WithSlug(engine, "C") is ["after"] && await WithSlug(engine, "D") is ["changed"], "what the older process wrote is found");
        (await WithSlug(engine, "B")).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_older_process_fills_what_it_does_not_declare_when_it_has_heard_of_it()
    {
        var started = await Open(Old);
        await Open();
        var after = await Open(Old);
        await Write(after, ByOld(Insert("one", "A")));
        (await Read("one"))["fields"]["slug"].AsString.ShouldBe("A");

        Time.Advance(MongoDbEngine.RenewEvery);

        await Testing.Wait.Until(
            async () =>
            {
                var id = Guid.NewGuid().ToString();
                await Write(started, ByOld(Insert(id, id)));
                return (await Read(id))["fields"].AsBsonDocument.Contains("slug");
            },
            "the process that was there before fills the field");
    }

    [Fact]
    public async Task Documents_of_a_build_before_layouts_are_filled()
    {
        var engine = await Open();
        await Write(engine, Insert("one", "A"), Insert("two", "B"));
        var before = Builders<BsonDocument>.Update.Unset("fields._layout").Unset("fields.slug");
        await Articles.UpdateManyAsync(new BsonDocument(), before);

        var next = await Open();

        (await WithSlug(next, "A")).ShouldBe(["one"]);
        (await Write(next, Insert("three", "B"))).ShouldBe([WriteResult.DuplicateKey("slug")]);
    }

    [Fact]
    public async Task A_start_that_was_cut_off_while_it_filled_is_taken_up_by_the_next()
    {
        var old = await Open(Old);
        await Write(old, [.. Enumerable.Range(0, 1200).Select(i => ByOld(Insert($"p{i:0000}", $"L{i}")))]);
        var sound = (await Read("p1100"))["body"].AsString;
        await SetBody("p1100", "[");
        await Should.ThrowAsync<JsonException>(() => Open());
        (await Filled()).ShouldBeInRange(1, 1199);
        await SetBody("p1100", sound);

        var engine = await Open();

        (await Filled()).ShouldBe(1200);
        (await WithSlug(engine, "L1100")).ShouldBe(["p1100"]);
    }

    [Fact]
    public async Task A_document_that_was_written_meanwhile_is_left_as_it_was_written()
    {
        var engine = await Open();
        var collection = new StoredCollection(Articles.Database, Article.Schema);
        foreach (var id in new[] { "changed", "made anew" })
        {
            await Write(engine, Insert(id, $"{id} old"));
            var seen = await Read(id);
            await Write(engine, id == "changed" ? Update(id, 1, $"{id} new") : new DocumentWrite(Article.Schema, WriteKind.Delete, id, 1, [], []));
            await Write(engine, id == "changed" ? [] : [Insert(id, $"{id} new")]);

            (await Articles.UpdateOneAsync(StoredCollection.AsSeen(seen), collection.Fill(seen))).MatchedCount.ShouldBe(0);

            (await WithSlug(engine, $"{id} new")).ShouldBe([id]);
        }
    }

    [Fact]
    public async Task A_document_that_was_filled_further_meanwhile_is_left_as_it_was_filled()
    {
        await Write(await Open(Old), ByOld(Insert("one", "A")));
        var seen = await Read("one");
        var engine = await Open();

        var late = new StoredCollection(Articles.Database, Old).Fill(seen);
        (await Articles.UpdateOneAsync(StoredCollection.AsSeen(seen), late)).MatchedCount.ShouldBe(0);

        (await WithSlug(engine, "A")).ShouldBe(["one"]);
    }

    [Fact]
    public async Task A_rule_that_documents_break_stops_the_start_and_no_writer()
    {
        var old = await Open(Old);
        await Write(old, ByOld(Insert("one", "hush")), ByOld(Insert("two", "hush")));

        await IsStopped();
        await Write(old, new DocumentWrite(Old, WriteKind.Delete, "two", 1, [], []));
        await Open();

        // The index is there by now, and an older process that has not heard of it writes past it.
        (await Write(old, ByOld(Insert("three", "hush")))).ShouldBe([WriteResult.Saved]);
        await IsStopped();

        async Task IsStopped()
        {
            var fault = await Should.ThrowAsync<InvalidDataException>(() => Open());
            fault.Message.ShouldContain("test_articles");
            fault.ToString().ShouldNotContain("hush");
        }
    }

    private static DocumentWrite ByOld(DocumentWrite write) => write with { Schema = Old };

    private static async Task<string[]> WithSlug(MongoDbEngine engine, string slug)
    {
        var query = new DocumentQuery([new FieldFilter("slug", [slug])], "createdAt", false, null, null, null, 10);
        return [.. (await engine.Query(Article.Schema, query, CancellationToken.None)).Select(d => d.Id)];
    }

    private Task<BsonDocument> Read(string id) => Articles.Find(new BsonDocument("_id", id)).SingleAsync();

    private Task<UpdateResult> SetBody(string id, string body) =>
        Articles.UpdateOneAsync(new BsonDocument("_id", id), new BsonDocument("$set", new BsonDocument("body", body)));

    private Task<long> Filled() => Articles.CountDocumentsAsync(new BsonDocument("fields.slug", new BsonDocument("$exists", true)));
}
