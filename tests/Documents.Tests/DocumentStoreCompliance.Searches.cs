using Documents.Tests.Articles;

namespace Documents.Tests;

public abstract partial class DocumentStoreCompliance
{
    [Fact]
    public async Task A_search_finds_a_part_of_a_text_as_it_is_written()
    {
        string[] titles = ["Spring sale", "SPRING", "spr", "100 % off", "100 off", "a_b", "axb", @"C:\new", "(a|b)*.$^?+[x]", "it's \"quoted\"", "가을 세일", "🎁🎉 party", "é", "e", ""];
        await Task.WhenAll(titles.Select((t, i) => Saved($"id-{i:D2}", a => (a.Title, a.CreatedAt) = (t, Time.Now.AddMinutes(i)))));

        foreach (var part in titles.Concat(["pri", "p", "ri", "g sale", "%", "_", @"\", "*.$", "(a|b)", "[x]", "'", "을 세", "세일", "일", "🎉", "🎉 p", "🎁🎉", "x", "none", "spring"]))
        {
            (await Titled(part)).ShouldBe(titles.Where(t => t.Contains(part, StringComparison.Ordinal)), $"with '{part}'");
        }

        async Task<IEnumerable<string>> Titled(string part) =>
            (await Articles.Query(new Query<Article>().Containing(a => a.Title, part).OrderBy(a => a.CreatedAt).Take(100))).Items.Select(a => a.Title);
    }

    [Fact]
    public async Task A_search_passes_over_what_has_no_text()
    {
        await Saved("none");
        await Saved("some", a => a.Slug = "a-slug");

        (await Articles.Query(new Query<Article>().Containing(a => a.Slug, "").OrderBy(a => a.CreatedAt))).Items.Select(a => a.Id).ShouldBe(["some"]);
        (await Articles.Query(new Query<Article>().Containing(a => a.Slug, "slug").OrderBy(a => a.CreatedAt))).Items.Select(a => a.Id).ShouldBe(["some"]);
    }

    [Fact]
    public async Task A_search_follows_each_change()
    {
        var changed = await Saved("changed", a => a.Title = "before");
        var deleted = await Saved("deleted", a => a.Title = "before");
        changed.Title = "after";
        await Articles.Update(changed);
        await Articles.Delete(deleted);

        (await With("before")).ShouldBeEmpty();
        (await With("after")).ShouldBe(["changed"]);

        async Task<IEnumerable<string>> With(string part) =>
            (await Articles.Query(new Query<Article>().Containing(a => a.Title, part).OrderByDescending(a => a.CreatedAt))).Items.Select(a => a.Id);
    }

    /// <summary>What every document has, what one in five has, and what three of 1500 have, with other filters and without.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_search_pages_like_any_other_query_however_rare_the_part(bool descending)
    {
        var all = Enumerable.Range(0, 1500).Select(i => Draft($"id-{i:D4}", a =>
        {
            a.CreatedAt = Time.Now.AddSeconds(i / 3);
            a.State = (ArticleState)(i % 3);
            a.Title = $"every {(i % 5 == 0 ? "fifth" : "other")} {(i % 500 == 7 ? "rare" : "")}";
        })).ToList();
        await Task.WhenAll(all.Select(a => Articles.Insert(a)));

        foreach (var part in new[] { "every", "fifth", "rare", "ra", "r", "every fifth rare" })
        {
            ArticleState[][] filters = [[], [ArticleState.Draft], [ArticleState.Draft, ArticleState.Published]];
            foreach (var states in filters)
            {
                foreach (var size in new[] { 2, 100 })
                {
                    var expected = all.Where(a => a.Title.Contains(part, StringComparison.Ordinal) && (states.Length == 0 || states.Contains(a.State))).Select(a => a.Id);
                    (await Pages(part, states, size)).ShouldBe(descending ? expected.Reverse() : expected, $"'{part}' in pages of {size} of {states.Length} states");
                }
            }
        }

        async Task<List<string>> Pages(string part, ArticleState[] states, int size)
        {
            var found = new List<string>();
            string? cursor = null;
            do
            {
                // A few of the small pages are enough.
                var query = new Query<Article>().Containing(a => a.Title, part).After(Cursor.Parse(cursor)).Take(found.Count < 30 ? size : 1000);
                query = descending ? query.OrderByDescending(a => a.CreatedAt) : query.OrderBy(a => a.CreatedAt);
                if (states.Length > 0)
                {
                    query.Where(a => a.State, [.. states.Cast<object>()]);
                }

                var page = await Articles.Query(query);
                found.AddRange(page.Items.Select(a => a.Id));
                cursor = page.NextCursor;
            }
            while (cursor is not null);

            return found;
        }
    }

    [Fact]
    public async Task A_search_that_is_not_declared_is_refused()
    {
        await Should.ThrowAsync<InvalidOperationException>(() => Articles.Query(new Query<Article>().Containing(a => a.Note, "x").OrderBy(a => a.CreatedAt)));
        await Should.ThrowAsync<InvalidOperationException>(() => Articles.Query(new Query<Article>().Containing(a => a.Title, "x").OrderBy(a => a.DueAt)));
    }
}
