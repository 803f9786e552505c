using Documents.Tests.Articles;

namespace Documents.Tests.Sqlite;

public sealed class When_pages_are_searched : IDisposable
{
    private readonly DataFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_page_gives_up_after_so_many_documents_and_the_next_ones_find_the_rest()
    {
        const int all = (2 * DocumentStoreExtensions.MostScanned) + 100;
        await using var open = await OpenFolder.At(folder);
        await Task.WhenAll(Enumerable.Range(0, all).Select(i => open.Articles.Insert(
            new Article { Id = $"{i:00000}", CreatedAt = DateTimeOffset.UnixEpoch.AddSeconds(i), Note = i is 3 or > all - 3 ? "wanted" : null })));

        var pages = new List<(int Found, bool IsLast)>();
        string? cursor = null;
        do
        {
            var page = await open.Articles.Query(
                new Query<Article>().OrderBy(a => a.CreatedAt).After(Cursor.Parse(cursor)), a => a.Note == "wanted", a => a.CreatedAt, 10);
            pages.Add((page.Items.Count, page.NextCursor is null));
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        pages.ShouldBe([(1, false), (0, false), (2, true)]);
    }
}
