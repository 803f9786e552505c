using System.Text;

namespace Texts;

/// <summary>
/// Normalization form C of Unicode. The runtime's own needs ICU, which the hosts do without (in invariant mode it leaves
/// every text as it is), and would give the identity of stored texts to whichever version of it a machine has.
/// </summary>
public static class Composed
{
    private const char LastBeforeMarks = '\u02FF';

    public static string Of(string text) =>
        text.AsSpan().ContainsAnyExceptInRange('\0', LastBeforeMarks) ? Write(Compose(Decompose(text))) : text;

    /// <summary>Normalization form D.</summary>
    public static string Apart(string text) => Ascii.IsValid(text) ? text : Write(Decompose(text));

    private static List<int> Decompose(string text)
    {
        var all = new List<int>(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            Canonical.Decompose(rune.Value, all);
        }

        // Marks between two characters that are none stand in the order of their classes.
        for (var i = 1; i < all.Count; i++)
        {
            var mark = all[i];
            var place = i;
            for (var order = Canonical.ClassOf(mark); place > 0 && order > 0 && Canonical.ClassOf(all[place - 1]) > order; place--)
            {
                all[place] = all[place - 1];
            }

            all[place] = mark;
        }

        return all;
    }

    private static List<int> Compose(List<int> apart)
    {
        var all = new List<int>(apart.Count);
        var (starter, last) = (-1, 0);
        foreach (var next in apart)
        {
            var order = Canonical.ClassOf(next);

            // What stands between and is not of a lower class keeps the two apart.
            var isBlocked = starter < 0 || (starter < all.Count - 1 && last >= order);
            if (!isBlocked && Canonical.Compose(all[starter], next) is { } one)
            {
                all[starter] = one;
                continue;
            }

            if (order == 0)
            {
                starter = all.Count;
            }

            last = order;
            all.Add(next);
        }

        return all;
    }

    private static string Write(List<int> all)
    {
        var text = new StringBuilder(all.Count);
        foreach (var character in all)
        {
            text.Append(new Rune(character).ToString());
        }

        return text.ToString();
    }
}
