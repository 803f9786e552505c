using Documents.Tests.Articles;

namespace Documents.Tests;

public abstract partial class DocumentStoreCompliance
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Pages_follow_the_order_and_ties_follow_the_id(bool descending)
    {
        var start = Time.Now;
        await Task.WhenAll(Enumerable.Range(0, 60).Select(i => Saved($"id-{(i * 37) % 60:D2}", a => a.CreatedAt = start.AddMinutes(i % 7))));
        var expected = (await All(false, 1000)).OrderBy(a => a.CreatedAt).ThenBy(a => a.Id, StringComparer.Ordinal).Select(a => a.Id).ToList();
        expected.Count.ShouldBe(60);
        if (descending)
        {
            expected.Reverse();
        }

        foreach (var size in new[] { 1, 7, 20, 59, 60, 61 })
        {
            (await All(descending, size)).Select(a => a.Id).ShouldBe(expected, $"in pages of {size}");
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Paging_under_concurrent_inserts_sees_each_earlier_document_once(bool descending)
    {
        var start = Time.Now;
        var before = Enumerable.Range(0, 150).Select(i => Draft($"before-{i:D3}", a => a.CreatedAt = start.AddSeconds(i % 40))).ToList();
        await Task.WhenAll(before.Select(a => Articles.Insert(a)));
        using var enough = new CancellationTokenSource();
        var inserted = 0;
        var inserting = Task.Run(async () =>
        {
            while (!enough.IsCancellationRequested)
            {
                var n = inserted;
                await Saved($"{(n % 2 == 0 ? "a" : "z")}-{n}", a => a.CreatedAt = start.AddSeconds(n * 7 % 41));
                inserted++;
            }
        });

        await Testing.Wait.Until(() => inserted > 0, "the first insert");
        var seen = (await All(descending, 7)).Select(a => a.Id).ToList();
        await enough.CancelAsync();
        await inserting;

        seen.Where(id => id.StartsWith("before", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ShouldBe(before.Select(a => a.Id));
        seen.Distinct().Count().ShouldBe(seen.Count);
    }

    [Fact]
    public async Task A_count_is_of_what_a_query_finds_on_all_its_pages()
    {
        var owner = Guid.NewGuid();
        await Task.WhenAll(Enumerable.Range(0, 30).Select(i => Saved($"id-{i}", a =>
        {
            (a.State, a.CreatedAt) = ((ArticleState)(i % 3), Time.Now.AddMinutes(i));
            a.Owner = i < 5 ? owner : Guid.NewGuid();
            a.DueAt = i < 4 ? Time.Now : null;
        })));

        (await Articles.Count(new Query<Article>().OrderBy(a => a.CreatedAt).Take(1))).ShouldBe(30);
        (await Articles.Count(new Query<Article>().Where(a => a.State, ArticleState.InReview).OrderBy(a => a.CreatedAt))).ShouldBe(10);
        (await Articles.Count(new Query<Article>().Where(a => a.State, ArticleState.InReview, ArticleState.Draft).OrderByDescending(a => a.CreatedAt))).ShouldBe(20);
        (await Articles.Count(new Query<Article>().OrderBy(a => a.CreatedAt).From(Time.Now.AddMinutes(10)).Until(Time.Now.AddMinutes(20)))).ShouldBe(10);
        (await Articles.Count(new Query<Article>().Where(a => a.Owner, owner).OrderBy(a => a.Title))).ShouldBe(5);
        (await Articles.Count(new Query<Article>().OrderBy(a => a.DueAt))).ShouldBe(4, "what has no such field is not found");
        (await Articles.Count(new Query<Article>().Where(a => a.State).OrderBy(a => a.CreatedAt))).ShouldBe(0);
        (await Articles.Count(new Query<Article>().Where(a => a.Owner, Guid.NewGuid()).OrderBy(a => a.CreatedAt))).ShouldBe(0);
    }

    [Fact]
    public async Task The_last_page_has_no_cursor()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Saved($"id-{i}")));
        var query = new Query<Article>().OrderBy(a => a.CreatedAt).Take(2);

        var first = await Articles.Query(query);
        var second = await Articles.Query(query.After(Cursor.Parse(first.NextCursor)));

        first.NextCursor.ShouldNotBeNull();
        second.Items.Select(a => a.Id).ShouldBe(["id-2", "id-3"]);
        second.NextCursor.ShouldBeNull();
        (await Articles.Query(new Query<Article>().OrderBy(a => a.CreatedAt).From(Time.Now.AddDays(1)))).Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_queried_document_is_as_last_saved()
    {
        var article = await Saved("one", a => a.Title = "old");
        article.Title = "new";
        await Articles.Update(article);

        var found = (await Articles.Query(new Query<Article>().OrderBy(a => a.CreatedAt))).Items.ShouldHaveSingleItem();

        found.Title.ShouldBe("new");
        found.Version.ShouldBe(2);
        found.Title = "changed by the reader";
        (await Loaded("one")).Title.ShouldBe("new");
    }

    [Fact]
    public async Task Filters_take_one_value_or_any_of_several_and_combine()
    {
        var (anna, ben) = (Guid.NewGuid(), Guid.NewGuid());
        var n = 0;
        foreach (var state in Enum.GetValues<ArticleState>())
        {
            foreach (var owner in new[] { anna, ben })
            {
                foreach (var pinned in new[] { false, true })
                {
                    await Saved($"{n++:D2}", a => (a.State, a.Owner, a.IsPinned, a.Title) = (state, owner, pinned, $"{99 - n}"));
                }
            }
        }

        // 00-03 draft, 04-07 in review, 08-11 published; of each four: anna, anna pinned, ben, ben pinned.
        (await Found(q => q.Where(a => a.State, ArticleState.InReview))).ShouldBe(["04", "05", "06", "07"]);
        (await Found(q => q.Where(a => a.State, ArticleState.Published, ArticleState.Draft))).ShouldBe(["00", "01", "02", "03", "08", "09", "10", "11"]);
        (await Found(q => q.Where(a => a.State, ArticleState.Draft).Where(a => a.Owner, ben))).ShouldBe(["02", "03"]);
        (await Found(q => q.Where(a => a.State, ArticleState.Draft, ArticleState.InReview).Where(a => a.Owner, ben).Where(a => a.IsPinned, true))).ShouldBe(["03", "07"]);
        (await Found(q => q.Where(a => a.State, ArticleState.Draft).Where(a => a.State, ArticleState.InReview))).ShouldBeEmpty();
        (await Found(q => q.Where(a => a.State, ArticleState.Draft, ArticleState.Draft))).ShouldBe(["00", "01", "02", "03"]);
        (await Found(q => q.Where(a => a.State))).ShouldBeEmpty();
        (await Found(q => q.Where(a => a.Owner, Guid.NewGuid()))).ShouldBeEmpty();
        (await Found(q => q.Where(a => a.Owner, ben, Guid.NewGuid()).Take(3).After(new Cursor(DocumentJson.TextOf(Time.Now)!, "03")))).ShouldBe(["06", "07", "10"]);

        var byTitle = await Articles.Query(new Query<Article>().Where(a => a.Owner, anna).Where(a => a.IsPinned, true).OrderBy(a => a.Title));
        byTitle.Items.Select(a => a.Id).ShouldBe(["09", "05", "01"]);

        // No index begins with what this query fixes: slower, and just as right.
        var byTitleOnly = await Articles.Query(new Query<Article>().Where(a => a.State, ArticleState.Draft).OrderByDescending(a => a.Title).Take(3));
        byTitleOnly.Items.Select(a => a.Id).ShouldBe(["00", "01", "02"]);

        async Task<IEnumerable<string>> Found(Func<Query<Article>, Query<Article>> filter) =>
            (await Articles.Query(filter(new Query<Article>().OrderBy(a => a.CreatedAt)))).Items.Select(a => a.Id);
    }

    [Fact]
    public async Task Documents_of_several_ids_are_one_page()
    {
        await Task.WhenAll(Enumerable.Range(0, 700).Select(i => Saved($"id-{i:D3}")));
        var wanted = Enumerable.Range(0, 350).Select(i => $"id-{2 * i:D3}").ToList();

        var found = await Articles.Query(new Query<Article>().Where(a => a.Id, [.. wanted, "none"]).OrderBy(a => a.Id).Take(1000));

        found.Items.Select(a => a.Id).ShouldBe(wanted);
        found.NextCursor.ShouldBeNull();
        (await Articles.Query(new Query<Article>().Where(a => a.Id, [.. wanted]).OrderByDescending(a => a.Id).Take(2))).Items.Select(a => a.Id).ShouldBe(["id-698", "id-696"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_range_includes_its_start_and_not_its_end(bool descending)
    {
        var start = Time.Now;
        await Task.WhenAll(Enumerable.Range(0, 10).Select(i => Saved($"id-{i}", a => a.CreatedAt = start.AddMinutes(i))));

        (await Found(q => q.From(start.AddMinutes(3)).Until(start.AddMinutes(6)))).ShouldBe(["id-3", "id-4", "id-5"]);
        (await Found(q => q.From(start.AddMinutes(8)))).ShouldBe(["id-8", "id-9"]);
        (await Found(q => q.Until(start.AddMinutes(2)))).ShouldBe(["id-0", "id-1"]);
        (await Found(q => q.From(start.AddMinutes(5)).Until(start.AddMinutes(5)))).ShouldBeEmpty();
        (await Found(q => q.From(start.AddMinutes(7)).Until(start.AddMinutes(3)))).ShouldBeEmpty();

        // A cursor outside the range does not widen it.
        var cursor = new Cursor(DocumentJson.TextOf(start.AddMinutes(descending ? 8 : 1))!, "id");
        (await Found(q => q.From(start.AddMinutes(3)).Until(start.AddMinutes(6)).After(cursor))).ShouldBe(["id-3", "id-4", "id-5"]);

        async Task<IEnumerable<string>> Found(Func<Query<Article>, Query<Article>> range)
        {
            var query = descending ? new Query<Article>().OrderByDescending(a => a.CreatedAt) : new Query<Article>().OrderBy(a => a.CreatedAt);
            var ids = (await Articles.Query(range(query))).Items.Select(a => a.Id);
            return descending ? ids.Reverse() : ids;
        }
    }

    [Fact]
    public async Task A_due_time_that_becomes_null_leaves_the_index()
    {
        await Saved("never");
        var soon = await Saved("soon", a => a.DueAt = Time.Now.AddMinutes(1));
        await Saved("later", a => a.DueAt = Time.Now.AddMinutes(9));
        var moved = await Saved("moved", a => a.DueAt = Time.Now.AddMinutes(2));
        (await Due(5)).ShouldBe(["soon", "moved"]);

        soon.DueAt = null;
        await Articles.Update(soon);
        moved.DueAt = Time.Now.AddMinutes(7);
        await Articles.Update(moved);

        (await Due(5)).ShouldBeEmpty();
        (await Due(60)).ShouldBe(["moved", "later"]);
        soon.DueAt = Time.Now;
        await Articles.Update(soon);
        (await Due(5)).ShouldBe(["soon"]);

        async Task<IEnumerable<string>> Due(int minutes) =>
            (await Articles.Query(new Query<Article>().OrderBy(a => a.DueAt).Until(Time.Now.AddMinutes(minutes)))).Items.Select(a => a.Id);
    }

    [Fact]
    public async Task Texts_order_by_code_point()
    {
        // In UTF-16 the gift would come before the last; in a culture's order, capitals beside small letters.
        string[] titles = ["", "A", "B", "Z", "_", "a", "aa", "b", "z", "é", "漢", "\uFF5E", "🎁"];
        await Task.WhenAll(titles.Select((t, i) => Saved($"id-{i}", a => a.Title = t)));

        var found = await Articles.Query(new Query<Article>().Where(a => a.Owner, Guid.Empty).Where(a => a.IsPinned, false).OrderBy(a => a.Title));

        found.Items.Select(a => a.Title).ShouldBe(titles);
    }

    [Fact]
    public async Task A_query_with_a_test_pages_like_any_other()
    {
        await Task.WhenAll(Enumerable.Range(0, 450).Select(i => Saved($"id-{i:D3}", a =>
        {
            a.CreatedAt = Time.Now.AddSeconds(i / 3);
            a.Count = i;
        })));
        var seen = new List<string>();
        string? cursor = null;
        var pages = 0;
        do
        {
            var page = await Articles.Query(
                new Query<Article>().OrderByDescending(a => a.CreatedAt).After(Cursor.Parse(cursor)), a => a.Count % 9 == 0, a => a.CreatedAt, 20);
            seen.AddRange(page.Items.Select(a => a.Id));
            cursor = page.NextCursor;
            pages++;
        }
        while (cursor is not null);

        seen.ShouldBe(Enumerable.Range(0, 50).Select(i => $"id-{(49 - i) * 9:D3}"));
        pages.ShouldBe(3);
    }

    [Fact]
    public async Task A_query_that_no_declared_index_can_order_is_refused()
    {
        await Should.ThrowAsync<InvalidOperationException>(() => Articles.Query(new Query<Article>()));
        await Should.ThrowAsync<InvalidOperationException>(() => Articles.Query(new Query<Article>().OrderBy(a => a.Note)));
        await Should.ThrowAsync<InvalidOperationException>(() => Articles.Query(new Query<Article>().Where(a => a.Note, "x").OrderBy(a => a.CreatedAt)));
    }

    private async Task<List<Article>> All(bool descending, int size)
    {
        var found = new List<Article>();
        string? cursor = null;
        do
        {
            var query = descending ? new Query<Article>().OrderByDescending(a => a.CreatedAt) : new Query<Article>().OrderBy(a => a.CreatedAt);
            var page = await Articles.Query(query.Take(size).After(Cursor.Parse(cursor)));
            (page.Items.Count <= size).ShouldBeTrue();
            found.AddRange(page.Items);
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        return found;
    }
}
