using System.Text.Json.Nodes;
using Documents.Engines;
using Documents.Tests.Articles;

namespace Documents.Tests;

public abstract partial class DocumentStoreCompliance
{
    private const string Unicode = "Grüße, 漢字, 🎁 \"quoted\" \\ back\t\n'single' \u2028 <b>&amp;</b>";

    [Fact]
    public async Task An_inserted_document_is_read_back_with_every_field()
    {
        var article = await Saved("full", a =>
        {
            a.Slug = Unicode;
            a.Code = Guid.NewGuid();
            a.Title = Unicode;
            a.State = ArticleState.InReview;
            a.Owner = Guid.NewGuid();
            a.IsPinned = true;
            a.CreatedAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(9)).AddTicks(1234567);
            a.DueAt = DateTimeOffset.MaxValue;
            a.Count = int.MinValue;
            a.Views = long.MaxValue;
            a.Price = 79228162514264337593543950.335m;
            a.Score = 0.1 + 0.2;
            a.Note = "";
            a.Tags = ["a", Unicode, ""];
            a.Ratings = new Dictionary<string, int> { ["first"] = 1, [Unicode] = 2, ["camelCase and Not"] = 3 };
            a.Author = new Author(Unicode, [new Author("inner", [new Author("innermost", [])])]);
        });

        var read = await Loaded("full");

        TestText.Of(read).ShouldBe(TestText.Of(article));
        read.CreatedAt.ShouldBe(article.CreatedAt);
        read.Version.ShouldBe(1);
        read.Raised.ShouldBeEmpty();
        read.ShouldNotBeSameAs(article);
    }

    [Fact]
    public async Task Nulls_and_empty_collections_are_read_back()
    {
        await Saved("empty");

        var read = await Loaded("empty");

        read.Slug.ShouldBeNull();
        read.Code.ShouldBeNull();
        read.DueAt.ShouldBeNull();
        read.Score.ShouldBeNull();
        read.Note.ShouldBeNull();
        read.Author.ShouldBeNull();
        read.Tags.ShouldBeEmpty();
        read.Ratings.ShouldBeEmpty();
    }

    [Fact]
    public async Task Fields_of_a_newer_version_survive_a_change_by_this_one()
    {
        var newer = JsonNode.Parse(TestText.Of(Draft("newer")))!.AsObject();
        newer["limitSeq"] = 7;
        newer["newerPart"] = new JsonObject { ["name"] = Unicode, ["list"] = new JsonArray(1.50m, null, true) };
        newer["author"] = new JsonObject { ["name"] = "a", ["with"] = new JsonArray(new JsonObject { ["name"] = "b", ["with"] = new JsonArray(), ["since"] = 1.50m }), ["since"] = 2 };
        var insert = new DocumentWrite(Article.Schema, WriteKind.Insert, "newer", 0, System.Text.Encoding.UTF8.GetBytes(newer.ToJsonString()), []);
        (await engine.Write([insert], CancellationToken.None)).ShouldBe([WriteResult.Saved]);

        var article = await Loaded("newer");
        article.Title = "changed";
        article.Author = article.Author! with { Name = "changed" };
        (await Articles.Update(article)).ShouldBe(WriteResult.Saved);

        var stored = JsonNode.Parse((await engine.Get(Article.Schema, "newer", CancellationToken.None))!.Body)!.AsObject();
        newer["title"] = "changed";
        newer["author"]!["name"] = "changed";
        JsonNode.DeepEquals(stored, newer).ShouldBeTrue(stored.ToJsonString());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task What_is_decided_on_a_copy_that_is_stale_is_decided_again(int on)
    {
        var article = await Saved("one");
        Articles.Recent("one").ShouldNotBeNull().Version.ShouldBe(1);
        article.Title = "changed elsewhere";
        var elsewhere = new DocumentWrite(Article.Schema, WriteKind.Update, "one", 1, System.Text.Encoding.UTF8.GetBytes(TestText.Of(article)), []);
        (await engine.Write([elsewhere], CancellationToken.None)).ShouldBe([WriteResult.Saved]);

        var changed = await Articles.Change("one", a =>
        {
            if (a.Title != "changed elsewhere")
            {
                // It changes something, leaves it as it is, or finds a fault.
                return on == 0 ? ++a.Count > 0 : on == 1 ? false : throw new InvalidOperationException("stale");
            }

            a.Count = 7;
            return true;
        });

        (changed!.Version, changed.Count).ShouldBe((3, 7));
        (await Loaded("one")).Count.ShouldBe(7);
    }

    [Fact]
    public async Task What_was_saved_here_is_changed_without_a_read_and_what_was_deleted_is_not()
    {
        var article = await Saved("one");
        Articles.Recent("one").ShouldNotBeNull().ShouldNotBeSameAs(article);
        (await Articles.Update(await Loaded("one"))).ShouldBe(WriteResult.Saved);
        Articles.Recent("one")!.Version.ShouldBe(2);
        (await Articles.Update(article)).ShouldBe(WriteResult.Stale);

        Articles.Recent("one").ShouldBeNull();
        (await Articles.Delete(await Loaded("one"))).ShouldBe(WriteResult.Saved);
        Articles.Recent("one").ShouldBeNull();
        (await Articles.Change("one", _ => true)).ShouldBeNull();
    }

    [Fact]
    public async Task A_large_document_with_a_long_id_is_read_back()
    {
        var id = new string('漢', 200);
        var article = await Saved(id, a => a.Note = string.Concat(Enumerable.Repeat(Unicode, 20_000)));

        (await Loaded(id)).Note.ShouldBe(article.Note);
    }

    [Fact]
    public async Task A_missing_document_is_null() => (await Articles.Get("nobody")).ShouldBeNull();

    [Fact]
    public async Task Ids_belong_to_their_collection()
    {
        await Saved("same");

        (await Counters.Insert(new Counter { Id = "same", Value = 7 })).ShouldBe(WriteResult.Saved);

        (await Counters.Get("same")).ShouldNotBeNull().Value.ShouldBe(7);
        (await Loaded("same")).Title.ShouldBe("Article same");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(201)]
    public async Task An_id_of_a_wrong_length_is_refused(int length) =>
        await Should.ThrowAsync<ArgumentException>(() => Articles.Insert(Draft(new string('x', length))));

    [Fact]
    public async Task An_id_is_inserted_once()
    {
        await Saved("one", a => a.Slug = "mine");

        (await Articles.Insert(Draft("one", a => a.Slug = "mine"))).ShouldBe(WriteResult.DuplicateId);

        (await Loaded("one")).Version.ShouldBe(1);
    }

    [Fact]
    public async Task Each_save_counts_the_version_up()
    {
        var article = await Saved("one");
        article.Version.ShouldBe(1);

        article.Title = "second";
        (await Articles.Update(article)).ShouldBe(WriteResult.Saved);
        article.Title = "third";
        (await Articles.Update(article)).ShouldBe(WriteResult.Saved);

        article.Version.ShouldBe(3);
        var read = await Loaded("one");
        read.Version.ShouldBe(3);
        read.Title.ShouldBe("third");
    }

    [Fact]
    public async Task An_update_of_an_older_version_is_stale_and_changes_nothing()
    {
        await Saved("one");
        var first = await Loaded("one");
        var second = await Loaded("one");
        first.Title = "first";
        (await Articles.Update(first)).ShouldBe(WriteResult.Saved);

        second.Title = "second";
        (await Articles.Update(second)).ShouldBe(WriteResult.Stale);

        second.Version.ShouldBe(1);
        (await Loaded("one")).Title.ShouldBe("first");
    }

    [Fact]
    public async Task An_update_or_delete_of_a_missing_document_is_stale()
    {
        (await Articles.Update(Draft("nobody"))).ShouldBe(WriteResult.Stale);
        (await Articles.Delete(Draft("nobody"))).ShouldBe(WriteResult.Stale);

        (await Articles.Get("nobody")).ShouldBeNull();
    }

    [Fact]
    public async Task A_deleted_document_is_gone_and_its_id_is_free()
    {
        var article = await Saved("one");
        var older = await Loaded("one");

        (await Articles.Delete(article)).ShouldBe(WriteResult.Saved);

        (await Articles.Get("one")).ShouldBeNull();
        (await Articles.Update(older)).ShouldBe(WriteResult.Stale);
        (await Articles.Delete(older)).ShouldBe(WriteResult.Stale);
        (await Saved("one")).Version.ShouldBe(1);
    }

    [Fact]
    public async Task A_delete_of_an_older_version_is_stale()
    {
        var older = await Saved("one");
        var newer = await Loaded("one");
        (await Articles.Update(newer)).ShouldBe(WriteResult.Saved);

        (await Articles.Delete(older)).ShouldBe(WriteResult.Stale);

        (await Loaded("one")).Version.ShouldBe(2);
    }

    [Fact]
    public async Task Concurrent_updates_of_one_version_have_one_winner()
    {
        await Saved("one");
        var copies = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Loaded("one")));

        var results = await Task.WhenAll(copies.Select((copy, i) =>
        {
            copy.Count = i;
            return Task.Run(() => Articles.Update(copy));
        }));

        results.Count(r => r.IsSaved).ShouldBe(1);
        results.Count(r => r == WriteResult.Stale).ShouldBe(15);
        var winner = copies[Array.FindIndex(results, r => r.IsSaved)];
        (await Loaded("one")).Count.ShouldBe(winner.Count);
    }

    [Fact]
    public async Task Concurrent_changes_are_all_counted()
    {
        await Counters.Insert(new Counter { Id = "hits" });

        await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 5; i++)
            {
                await Counters.Change("hits", c =>
                {
                    c.Value++;
                    return true;
                });
            }
        })));

        var counter = (await Counters.Get("hits")).ShouldNotBeNull();
        counter.Value.ShouldBe(32 * 5);
        counter.Version.ShouldBe(1 + (32 * 5));
    }

    [Fact]
    public async Task A_change_that_decides_for_nothing_saves_nothing()
    {
        await Counters.Insert(new Counter { Id = "hits" });

        (await Counters.Change("hits", _ => false)).ShouldNotBeNull().Version.ShouldBe(1);
        (await Counters.Change("nobody", _ => true)).ShouldBeNull();

        (await Counters.Get("hits")).ShouldNotBeNull().Version.ShouldBe(1);
    }

    [Fact]
    public async Task Hundreds_of_concurrent_inserts_each_have_their_own_outcome()
    {
        // Every fifth id comes twice, and every seventh pair of ids wants one slug.
        var articles = Enumerable.Range(0, 700)
            .Select(i => Draft($"many-{(i % 5 == 4 ? i - 1 : i)}", a =>
            {
                a.Count = i;
                a.Slug = i % 70 == 0 ? "wanted" : null;
            }))
            .ToList();

        var results = await Task.WhenAll(articles.Select(a => Task.Run(() => Articles.Insert(a))));

        for (var i = 0; i < articles.Count; i++)
        {
            var read = await Articles.Get(articles[i].Id);
            switch (results[i].Outcome)
            {
                case WriteOutcome.Saved:
                    read.ShouldNotBeNull().Count.ShouldBe(articles[i].Count);
                    break;
                case WriteOutcome.DuplicateId:
                    read.ShouldNotBeNull().Count.ShouldNotBe(articles[i].Count);
                    break;
                default:
                    results[i].ShouldBe(WriteResult.DuplicateKey("slug"));
                    articles[i].Slug.ShouldBe("wanted");
                    break;
            }
        }

        results.Count(r => r.Outcome == WriteOutcome.DuplicateId).ShouldBe(140);
        results.Count(r => r.Outcome == WriteOutcome.DuplicateKey).ShouldBe(9);
        results.Count(r => r.IsSaved).ShouldBe(551);
    }

    [Fact]
    public async Task The_size_of_the_database_is_known()
    {
        await Saved("kept");

        (await database.Size()).ShouldNotBeNull().ShouldBeGreaterThan(1000);
    }
}
