using Documents.Engines;
using Documents.Tests.Articles;

namespace Documents.Tests;

public abstract partial class DocumentStoreCompliance
{
    [Fact]
    public async Task A_restart_keeps_everything()
    {
        Transport.IsDown = true;
        var kept = await Saved("kept", a =>
        {
            a.Slug = "slug";
            a.DueAt = Time.Now;
            new[] { 1, 2 }.ToList().ForEach(n => a.Raise(new ArticleChanged("kept", n)));
        });
        kept.Title = Unicode;
        kept.Raise(new ArticleChanged("kept", 3));
        await Articles.Update(kept);
        var deleted = await Saved("deleted", a => a.Slug = "free");
        await Articles.Delete(deleted);
        await Counters.Insert(new Counter { Id = "kept", Value = 5 });
        var messages = (await Waiting())["kept"];
        await engine.Clear([new SentMessages(Article.Schema, "kept", [messages[0].Id])], CancellationToken.None);

        for (var restarts = 0; restarts < 3; restarts++)
        {
            await Restart();

            var read = await Loaded("kept");
            read.Version.ShouldBe(2);
            TestText.Of(read).ShouldBe(TestText.Of(kept));
            (await Articles.Get("deleted")).ShouldBeNull();
            (await Counters.Get("kept")).ShouldNotBeNull().Value.ShouldBe(5);
            (await Waiting()).Single().Value.Select(m => (m.Id, m.RaisedAt, m.Message)).ShouldBe(messages.Skip(1).Select(m => (m.Id, m.RaisedAt, m.Message)));
            (await Articles.Insert(Draft("other", a => a.Slug = "slug"))).ShouldBe(WriteResult.DuplicateKey("slug"));
            (await Articles.Insert(Draft("kept"))).ShouldBe(WriteResult.DuplicateId);
            (await Articles.Query(new Query<Article>().OrderBy(a => a.DueAt))).Items.ShouldHaveSingleItem().Id.ShouldBe("kept");
        }

        await Saved("next", a => a.Slug = "free");
        (await Articles.Update(kept)).ShouldBe(WriteResult.Saved);
    }

    [Fact]
    public async Task Several_engines_agree_or_the_second_is_refused()
    {
        var second = Over(await CreateEngine());
        await using (second)
        {
            if (!SeveralEngines)
            {
                (await Should.ThrowAsync<IOException>(() => second.Open())).Message.ShouldContain("in use");
                await Saved("still-served");
                return;
            }

            await second.Open();
            var stores = new[] { Articles, second.Store(Article.Schema) };
            await Saved("counter");

            var inserts = await Task.WhenAll(Enumerable.Range(0, 64).Select(i =>
                Task.Run(() => stores[i % 2].Insert(Draft($"racer-{i}", a => a.Slug = "prize")))));
            await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => stores[i % 2].Change("counter", a => ++a.Count > 0))));

            inserts.Count(r => r.IsSaved).ShouldBe(1);
            inserts.Count(r => r == WriteResult.DuplicateKey("slug")).ShouldBe(63);
            (await Loaded("counter")).Count.ShouldBe(20);
        }
    }

    [Fact]
    public async Task Operations_wait_until_the_database_is_open()
    {
        await database.DisposeAsync();
        engine = await CreateEngine();
        database = Over(engine);
        var insert = Articles.Insert(Draft("early"));
        var get = Articles.Get("early");
        Should.Throw<InvalidOperationException>(() => database.Ping(CancellationToken.None));
        insert.IsCompleted.ShouldBeFalse();

        await database.Open();

        (await insert).ShouldBe(WriteResult.Saved);
        await get;
        await database.Ping(CancellationToken.None);
    }

    [Fact]
    public async Task A_disposed_database_finishes_what_it_began()
    {
        var inserts = Enumerable.Range(0, 200).Select(i => Articles.Insert(Draft($"last-{i}"))).ToList();

        await Restart();

        (await Task.WhenAll(inserts)).ShouldAllBe(r => r.IsSaved);
        (await All(false, 1000)).Count.ShouldBe(200);
    }
}
