namespace OperatorsConsole.Live;

/// <summary>The newest stays, as many as are looked through.</summary>
/// <param name="IsAll">There were no others before.</param>
public sealed record Stays(IReadOnlyList<Stay> Items, bool IsAll)
{
    private const int PageSize = 100;
    private const int Pages = 10;

    public static async Task<Stays> Read<T>(Pages<T> list, Func<T, Stay> stayOf, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(list);
        var read = new List<Stay>();
        string? cursor = null;
        for (var page = 0; page < Pages; page++)
        {
            var found = await list.Page(PageSize, cursor, cancellationToken);
            read.AddRange(found.Items.Select(stayOf));
            if ((cursor = found.NextCursor) is null)
            {
                break;
            }
        }

        return new Stays(read, cursor is null);
    }
}
