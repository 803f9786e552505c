namespace Documents.PostgreSql;

/// <summary>
/// How many documents of the order a search looks through before it asks the index of the searched texts, which must read
/// and sort all that it finds.
/// </summary>
internal static class SearchWalk
{
    private const int Least = 200;
    private const int Most = 5000;

    public static int First(int limit) => Math.Max(Least, 2 * limit);

    /// <param name="met">How many of those that were walked have the part: fewer than the limit.</param>
    /// <returns>What should hold a page twice over; null where the part is so rare that the index is cheaper.</returns>
    public static int? Further(int limit, int walked, int met) => met == 0 ? null : (int)Math.Min(Most, 2L * limit * walked / met);
}
