using System.Globalization;
using System.Text;

namespace Texts;

/// <summary>Texts as the API judges them.</summary>
public static class Characters
{
    /// <summary>In code points: an emoji is one.</summary>
    public static int Count(string text) => text.EnumerateRunes().Count();

    public static bool IsBlank(string text) => text.EnumerateRunes().All(IsBlank);

    /// <summary>
    /// Whether a text may identify something: 1 to <paramref name="most"/> characters, none of them a control character, and
    /// no blank around them. So no two that look the same are two.
    /// </summary>
    public static bool Identify(string text, int most)
    {
        var runes = Composed.Of(text).EnumerateRunes().ToList();
        return runes.Count >= 1 && runes.Count <= most && !IsBlank(runes[0]) && !IsBlank(runes[^1]) && !runes.Exists(Rune.IsControl);
    }

    /// <summary>What shows nothing: a space, and what only tells how others are shown, such as a byte order mark.</summary>
    private static bool IsBlank(Rune rune) =>
        Rune.IsWhiteSpace(rune) || Rune.IsControl(rune) || Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format;
}
