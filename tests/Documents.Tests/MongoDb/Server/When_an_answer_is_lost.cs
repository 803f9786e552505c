using System.Net;
using Documents.MongoDb;
using Documents.Tests.Articles;
using MongoDB.Driver;
using Testing.Servers;

namespace Documents.Tests.MongoDb.Server;

/// <summary>The write was applied, but whoever sent it could not know.</summary>
public sealed class When_an_answer_is_lost : MongoDbTest
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly AnswerLosingProxy proxy = new(Address());

    public override async Task DisposeAsync()
    {
        await proxy.DisposeAsync();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task An_insert_is_no_duplicate_of_itself()
    {
        var engine = await Open(proxy.ConnectionString);
        proxy.LoseAnswerTo("insert");

        (await Write(engine, Insert("one", "slug", Start))).ShouldBe([WriteResult.Saved]);

        await IsSavedOnce(engine, "one", 1);
    }

    [Fact]
    public async Task An_update_is_not_stale()
    {
        var engine = await Open(proxy.ConnectionString);
        await Write(engine, Insert("one"));
        proxy.LoseAnswerTo("findAndModify");

        (await Write(engine, Update("one", 1, "slug", Start))).ShouldBe([WriteResult.Saved]);

        await IsSavedOnce(engine, "one", 2);
    }

    [Fact]
    public async Task A_batch_has_the_outcomes_that_it_had()
    {
        var engine = await Open(proxy.ConnectionString);
        await Write(engine, Insert("one"), Insert("two"), Insert("three", "taken"));
        await Write(engine, Update("two", 1));
        proxy.LoseAnswerTo("update");

        var results = await Write(
            engine, Update("one", 1, "slug", Start), Update("two", 1), Insert("four", raised: Start), Insert("three"), Update("three", 1, "taken"), Insert("five", "taken"));

        results.ShouldBe(
            [WriteResult.Saved, WriteResult.Stale, WriteResult.Saved, WriteResult.DuplicateId, WriteResult.Saved, WriteResult.DuplicateKey("slug")]);
        await IsSavedOnce(engine, "one", 2);
    }

    [Fact]
    public async Task An_update_is_not_stale_though_another_writer_came_between()
    {
        var engine = await Open(proxy.ConnectionString);
        var other = await Open();
        await Write(engine, Insert("one"));
        proxy.LoseAnswerTo("findAndModify");
        var mine = Write(engine, Update("one", 1, "mine", Start));

        // Whichever comes first, one of the two finds its version gone and the other does not.
        await Testing.Wait.Until(() => proxy.Lost == 1, "the answer is lost");
        var theirs = await Write(other, Update("one", 2, "theirs"));

        (await mine).ShouldBe([WriteResult.Saved]);
        theirs.ShouldBe([WriteResult.Saved]);
        (await engine.Get(Article.Schema, "one", CancellationToken.None)).ShouldNotBeNull().Version.ShouldBe(3);
    }

    private static IPEndPoint Address()
    {
        var server = new MongoUrl(GivenMongoDb.ConnectionString).Server;
        var host = IPAddress.TryParse(server.Host, out var address) ? address : Dns.GetHostAddresses(server.Host)[0];
        return new IPEndPoint(host, server.Port);
    }

    private async Task IsSavedOnce(MongoDbEngine engine, string id, long version)
    {
        proxy.Lost.ShouldBe(1);
        (await engine.Get(Article.Schema, id, CancellationToken.None)).ShouldNotBeNull().Version.ShouldBe(version);
        var pending = await engine.Pending(Article.Schema, Start.AddDays(1), 10, CancellationToken.None);
        pending.Single(p => p.Id == id).Messages.Count.ShouldBe(1);
    }
}
