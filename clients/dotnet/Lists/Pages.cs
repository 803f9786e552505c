namespace Messaging.Client;

/// <summary>One page of a list. NextCursor: for the page after it; null on the last.</summary>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextCursor);

/// <summary>
/// A list, newest first unless its method says otherwise. Walking it with <c>await foreach</c> asks for pages as they are needed, stable
/// under what is added meanwhile; <see cref="Page"/> asks for one.
/// </summary>
public sealed class Pages<T> : IAsyncEnumerable<T>
{
    private const int LargestPage = 100;

    private readonly Api api;
    private readonly string path;
    private readonly Query query;

    internal Pages(Api api, string path, Query query) => (this.api, this.path, this.query) = (api, path, query);

    /// <param name="limit">1 to 100; a page may be shorter and still have a cursor.</param>
    /// <param name="cursor">The NextCursor of the page before.</param>
    public Task<Page<T>> Page(int limit = 20, string? cursor = null, CancellationToken cancellationToken = default) =>
        api.Get<Page<T>>($"{path}{query.With("limit", limit).With("cursor", cursor)}", cancellationToken);

    public async IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        string? cursor = null;
        do
        {
            var page = await Page(LargestPage, cursor, cancellationToken).ConfigureAwait(false);
            foreach (var item in page.Items)
            {
                yield return item;
            }

            cursor = page.NextCursor;
        }
        while (cursor is not null);
    }
}
