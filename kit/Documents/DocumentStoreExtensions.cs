using System.Runtime.CompilerServices;

namespace Documents;

public static class DocumentStoreExtensions
{
    /// <summary>More are left to the next page: however large the collection, an answer comes in time.</summary>
    public const int MostScanned = 5000;

    private const int ScanPage = 200;

    /// <summary>
    /// A page of the documents that also pass a test which no index can answer. Reads page after page until it is full, or
    /// until <see cref="MostScanned"/> documents were looked at: then it may be short, or empty, and still have a cursor.
    /// </summary>
    public static async Task<Page<T>> Query<T>(
        this IDocumentStore<T> store, Query<T> query, Func<T, bool> test, Func<T, object> orderValue, int limit, CancellationToken cancellationToken = default)
        where T : Document
    {
        var items = new List<T>(limit + 1);
        string? next;
        var scanned = 0;
        do
        {
            // At first as if all passed: mostly that is enough.
            var page = await store.Query(query.Take(scanned == 0 ? limit + 1 : ScanPage), cancellationToken);
            items.AddRange(page.Items.Where(test));
            scanned += page.Items.Count;
            next = page.NextCursor;
            query.After(Cursor.Parse(next));
        }
        while (next is not null && items.Count <= limit && scanned < MostScanned);

        return items.Count <= limit
            ? new Page<T>(items, next)
            : new Page<T>(items.GetRange(0, limit), new Cursor(DocumentJson.TextOf(orderValue(items[limit - 1]))!, items[limit - 1].Id).ToString());
    }

    /// <summary>Page after page of what a query finds, from the first one on, until there is no more.</summary>
    public static async IAsyncEnumerable<IReadOnlyList<T>> Pages<T>(
        this IDocumentStore<T> store, Query<T> query, [EnumeratorCancellation] CancellationToken cancellationToken = default) where T : Document
    {
        string? next = null;
        do
        {
            var page = await store.Query(query.After(Cursor.Parse(next)), cancellationToken);
            yield return page.Items;
            next = page.NextCursor;
        }
        while (next is not null);
    }

    /// <summary>
    /// Loads, changes and saves, and again from the start when another writer came between. Null when there is no such
    /// document. A decision that leaves the document as it is returns false from <paramref name="change"/>.
    /// </summary>
    public static async Task<T?> Change<T>(this IDocumentStore<T> store, string id, Func<T, bool> change, CancellationToken cancellationToken = default)
        where T : Document
    {
        if (store.Recent(id) is { } recent && Changes(recent) && await Saved(recent))
        {
            return recent;
        }

        while (await store.Get(id, cancellationToken) is { } document)
        {
            if (!change(document) || await Saved(document))
            {
                return document;
            }
        }

        return null;

        // A decision that changes nothing, or finds a fault, must not rest on what may be stale: it is made again on what is stored.
        bool Changes(T document)
        {
            try
            {
                return change(document);
            }
            catch (Exception)
            {
                return false;
            }
        }

        async Task<bool> Saved(T changed)
        {
            var result = await store.Update(changed, cancellationToken);
            return result.IsSaved || (result.Outcome == WriteOutcome.Stale
                ? false
                : throw new InvalidOperationException($"{typeof(T).Name} {id} was not saved: {result}."));
        }
    }
}
