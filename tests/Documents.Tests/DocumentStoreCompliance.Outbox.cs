using Documents.Engines;
using Documents.Outbox;
using Documents.Tests.Articles;

namespace Documents.Tests;

public abstract partial class DocumentStoreCompliance
{
    [Fact]
    public async Task A_save_stores_the_raised_messages_with_the_state()
    {
        Transport.IsDown = true;
        var article = Draft("one");
        article.Raise(new ArticleChanged("one", 1));
        article.Raise(new ArticleSeen("one"));

        (await Articles.Insert(article)).ShouldBe(WriteResult.Saved);

        article.Raised.ShouldBeEmpty();
        var messages = (await Waiting())["one"];
        messages.Select(m => m.Message).ShouldBe([new ArticleChanged("one", 1), new ArticleSeen("one")]);
        messages.ShouldAllBe(m => m.RaisedAt == Time.Now);
        messages.Select(m => m.Id).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public async Task What_is_announced_is_told_once_the_save_stands_and_kept_nowhere()
    {
        var article = await Saved("one");
        var stale = await Loaded("one");
        article.Announce(new ArticleSeen("one"));
        stale.Announce(new ArticleSeen("stale"));

        (await Articles.Update(article)).ShouldBe(WriteResult.Saved);
        (await Articles.Update(stale)).ShouldBe(WriteResult.Stale);

        article.Announced.ShouldBeEmpty();
        Transport.Announced.ShouldBe([new ArticleSeen("one")]);
        (await Waiting()).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_backlog_is_what_waits_in_every_collection_and_since_when()
    {
        (await database.Backlog()).ShouldBe(OutboxBacklog.None);
        Transport.IsDown = true;
        await Saved("quiet");
        var first = Time.Now;
        await Saved("one", a =>
        {
            a.Raise(new ArticleChanged("one", 1));
            a.Raise(new ArticleSeen("one"));
        });
        Time.Advance(TimeSpan.FromMinutes(1));
        var two = await Saved("two", a => a.Raise(new ArticleChanged("two", 1)));

        (await database.Backlog()).ShouldBe(new OutboxBacklog(3, first));

        (await Articles.Delete(two)).ShouldBe(WriteResult.Saved);
        (await database.Backlog()).ShouldBe(new OutboxBacklog(2, first));
    }

    [Fact]
    public async Task A_refused_save_stores_no_message()
    {
        Transport.IsDown = true;
        await Saved("one", a => a.Slug = "taken");
        var stale = await Loaded("one");
        (await Articles.Update(await Loaded("one"))).ShouldBe(WriteResult.Saved);
        var duplicateId = Draft("one");
        var duplicateKey = Draft("two", a => a.Slug = "taken");
        foreach (var article in new[] { stale, duplicateId, duplicateKey })
        {
            article.Raise(new ArticleChanged(article.Id, 1));
        }

        (await Articles.Update(stale)).ShouldBe(WriteResult.Stale);
        (await Articles.Insert(duplicateId)).ShouldBe(WriteResult.DuplicateId);
        (await Articles.Insert(duplicateKey)).ShouldBe(WriteResult.DuplicateKey("slug"));

        (await Waiting()).ShouldBeEmpty();
        Transport.Refused.ShouldBeEmpty();
        stale.Raised.Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_update_puts_its_messages_behind_those_that_wait()
    {
        Transport.IsDown = true;
        var article = await Saved("one", a => a.Raise(new ArticleChanged("one", 1)));
        article.Raise(new ArticleChanged("one", 2));
        (await Articles.Update(article)).ShouldBe(WriteResult.Saved);
        article.Title = "no message";
        (await Articles.Update(article)).ShouldBe(WriteResult.Saved);
        article.Raise(new ArticleChanged("one", 3));
        (await Articles.Update(article)).ShouldBe(WriteResult.Saved);

        (await Waiting())["one"].Select(m => m.Message).ShouldBe(new[] { 1, 2, 3 }.Select(n => new ArticleChanged("one", n)));
    }

    [Fact]
    public async Task Clearing_takes_the_given_messages_and_leaves_the_version()
    {
        Transport.IsDown = true;
        await Saved("one", a => new[] { 1, 2, 3 }.ToList().ForEach(n => a.Raise(new ArticleChanged("one", n))));
        await Saved("two", a => a.Raise(new ArticleChanged("two", 1)));
        var messages = (await Waiting())["one"];

        await engine.Clear([new SentMessages(Article.Schema, "one", [messages[1].Id, Guid.NewGuid()])], CancellationToken.None);

        var left = await Waiting();
        left["one"].Select(m => m.Id).ShouldBe([messages[0].Id, messages[2].Id]);
        left["two"].Count.ShouldBe(1);
        var article = await Loaded("one");
        article.Version.ShouldBe(1);
        (await Articles.Update(article)).ShouldBe(WriteResult.Saved);
        (await Waiting())["one"].Count.ShouldBe(2);
    }

    [Fact]
    public async Task Clearing_what_is_gone_is_no_fault()
    {
        Transport.IsDown = true;
        var deleted = await Saved("deleted", a => a.Raise(new ArticleChanged("deleted", 1)));
        await Saved("one", a => a.Raise(new ArticleChanged("one", 1)));
        var waiting = await Waiting();
        (await Articles.Delete(deleted)).ShouldBe(WriteResult.Saved);
        SentMessages[] sent =
        [
            new(Article.Schema, "one", [waiting["one"][0].Id]),
            new(Article.Schema, "deleted", [waiting["deleted"][0].Id]),
            new(Article.Schema, "nobody", [Guid.NewGuid()]),
        ];

        await engine.Clear(sent, CancellationToken.None);
        await engine.Clear(sent, CancellationToken.None);

        (await Waiting()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Clearing_while_the_document_is_updated_loses_nothing()
    {
        Transport.IsDown = true;
        await Saved("one");

        await Task.WhenAll(Enumerable.Range(1, 40).Select(n => Task.Run(async () =>
        {
            await Articles.Change("one", a =>
            {
                a.Count++;
                a.Raise(new ArticleChanged("one", n));
                return true;
            });
            if (n % 2 == 0)
            {
                var mine = (await Waiting())["one"].First(m => m.Message.Equals(new ArticleChanged("one", n)));
                await engine.Clear([new SentMessages(Article.Schema, "one", [mine.Id])], CancellationToken.None);
            }
        })));

        (await Loaded("one")).Count.ShouldBe(40);
        (await Waiting())["one"].Select(m => ((ArticleChanged)m.Message).Number).Order().ShouldBe(Enumerable.Range(0, 20).Select(i => (i * 2) + 1));
    }

    [Fact]
    public async Task Deleting_a_document_deletes_its_outbox()
    {
        Transport.IsDown = true;
        var article = await Saved("one", a => a.Raise(new ArticleChanged("one", 1)));

        (await Articles.Delete(article)).ShouldBe(WriteResult.Saved);

        (await Waiting()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_delete_cannot_raise_messages()
    {
        var article = await Saved("one");
        article.Raise(new ArticleChanged("one", 1));

        await Should.ThrowAsync<InvalidOperationException>(() => Articles.Delete(article));
    }

    [Fact]
    public async Task Pending_outboxes_are_found_by_age_the_oldest_first()
    {
        Transport.IsDown = true;
        var start = Time.Now;
        for (var i = 0; i < 6; i++)
        {
            // The later the id, the older the message.
            await Saved($"article-{9 - i}", a => a.Raise(new ArticleChanged(a.Id, 1)));
            await Saved($"quiet-{i}");
            Time.Advance(TimeSpan.FromMinutes(1));
        }

        // A new message does not make an old outbox young.
        var oldest = await Loaded("article-9");
        oldest.Raise(new ArticleChanged("article-9", 2));
        (await Articles.Update(oldest)).ShouldBe(WriteResult.Saved);

        (await Ids(start, 100)).ShouldBeEmpty();
        (await Ids(start.AddMinutes(2), 100)).ShouldBe(["article-9", "article-8"]);
        (await Ids(start.AddMinutes(2).AddSeconds(1), 100)).ShouldBe(["article-9", "article-8", "article-7"]);
        (await Ids(start.AddDays(1), 2)).ShouldBe(["article-9", "article-8"]);

        // Without its old message it is as young as the next.
        await engine.Clear([new SentMessages(Article.Schema, "article-9", [(await Waiting())["article-9"][0].Id])], CancellationToken.None);
        (await Ids(start.AddMinutes(2), 100)).ShouldBe(["article-8"]);
        (await Ids(start.AddDays(1), 100)).ShouldBe(["article-8", "article-7", "article-6", "article-5", "article-4", "article-9"]);

        async Task<IEnumerable<string>> Ids(DateTimeOffset raisedBefore, int limit) =>
            (await engine.Pending(Article.Schema, raisedBefore, limit, CancellationToken.None)).Select(p => p.Id);
    }

    [Fact]
    public async Task A_save_sends_its_messages_and_clears_them()
    {
        for (var i = 0; i < 20; i++)
        {
            await Saved($"article-{i}", a => a.Raise(new ArticleChanged(a.Id, 1)));
        }

        await OutboxesAreEmpty();

        Transport.Sent.Select(m => ((ArticleChanged)m.Message).ArticleId).Order(StringComparer.Ordinal)
            .ShouldBe(Enumerable.Range(0, 20).Select(i => $"article-{i}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_message_that_could_not_be_sent_is_swept_with_the_same_id()
    {
        Transport.IsDown = true;
        await Saved("one", a => a.Raise(new ArticleChanged("one", 1)));
        await Testing.Wait.Until(() => Transport.Refused.Count == 1, "the first try");
        Time.Advance(TimeSpan.FromSeconds(20));
        (await database.Sweep(TimeSpan.FromSeconds(15))).ShouldBe(0);
        Transport.IsDown = false;

        (await database.Sweep(TimeSpan.FromSeconds(30))).ShouldBe(0, "it is younger");
        (await database.Sweep(TimeSpan.FromSeconds(15))).ShouldBe(1);
        (await database.Sweep(TimeSpan.Zero)).ShouldBe(0);

        (await Waiting()).ShouldBeEmpty();
        var sent = Transport.Sent.ShouldHaveSingleItem();
        sent.Message.ShouldBe(new ArticleChanged("one", 1));
        Transport.Refused.Count.ShouldBe(2);
        Transport.Refused.ShouldAllBe(m => m.Id == sent.Id);
    }

    [Fact]
    public async Task Of_one_document_only_what_failed_is_sent_again()
    {
        Transport.Refuses = m => m.Message is ArticleChanged { Number: 2 };
        await Saved("one", a => new[] { 1, 2, 3 }.ToList().ForEach(n => a.Raise(new ArticleChanged("one", n))));
        await Testing.Wait.Until(async () => (await Waiting())["one"].Count == 1, "the sent ones cleared");
        Transport.IsDown = false;
        Time.Advance(TimeSpan.FromSeconds(1));

        (await database.Sweep(TimeSpan.Zero)).ShouldBe(1);

        Transport.Sent.Select(m => ((ArticleChanged)m.Message).Number).Order().ShouldBe([1, 2, 3]);
        (await Waiting()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Messages_that_a_restart_finds_are_sent_with_the_same_id()
    {
        Transport.IsDown = true;
        await Saved("one", a => a.Raise(new ArticleChanged("one", 1)));
        var id = (await Waiting())["one"][0].Id;
        await Restart();
        Transport.IsDown = false;
        Time.Advance(TimeSpan.FromSeconds(1));

        (await database.Sweep(TimeSpan.Zero)).ShouldBe(1);

        Transport.Sent.ShouldHaveSingleItem().Id.ShouldBe(id);
        (await Waiting()).ShouldBeEmpty();
    }
}
