namespace Documents.Embedded;

/// <summary>
/// Compares by code point, as UTF-8 bytes compare: what the C collation of PostgreSQL and the simple one of MongoDB
/// do. Plain ordinal comparison differs from it beyond the basic plane.
/// </summary>
internal static class FieldText
{
    public static int Compare(string left, string right)
    {
        var same = left.AsSpan().CommonPrefixLength(right);
        return same == left.Length || same == right.Length
            ? left.Length.CompareTo(right.Length)
            : Rank(left[same]).CompareTo(Rank(right[same]));
    }

    private static int Rank(char unit) => char.IsSurrogate(unit) ? unit + 0x10000 : unit;
}
