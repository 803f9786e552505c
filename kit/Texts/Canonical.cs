using System.Globalization;

namespace Texts;

/// <summary>What Unicode says of characters: of which others they consist, and in which order marks stand. Hangul by its arithmetic.</summary>
internal static class Canonical
{
    private const int FirstSyllable = 0xAC00;
    private const int FirstLead = 0x1100;
    private const int FirstVowel = 0x1161;
    private const int BeforeTail = 0x11A7;
    private const int Leads = 19;
    private const int Vowels = 21;
    private const int Tails = 28;

    private static readonly Dictionary<int, int[]> Parts = [];
    private static readonly Dictionary<(int First, int Second), int> Wholes = [];
    private static readonly Dictionary<int, int> Classes = [];

    static Canonical()
    {
        using var table = new StreamReader(typeof(Canonical).Assembly.GetManifestResourceStream("canonical.txt")!);
        table.ReadLine();
        while (table.ReadLine() is { } line)
        {
            Read(line);
        }
    }

    public static int ClassOf(int character) => Classes.GetValueOrDefault(character);

    public static void Decompose(int character, List<int> into)
    {
        var syllable = character - FirstSyllable;
        if (syllable is >= 0 and < Leads * Vowels * Tails)
        {
            into.Add(FirstLead + (syllable / (Vowels * Tails)));
            into.Add(FirstVowel + (syllable / Tails % Vowels));
            if (syllable % Tails is > 0 and var tail)
            {
                into.Add(BeforeTail + tail);
            }
        }
        else if (Parts.TryGetValue(character, out var parts))
        {
            foreach (var part in parts)
            {
                Decompose(part, into);
            }
        }
        else
        {
            into.Add(character);
        }
    }

    /// <summary>The one character that the two are; null when there is none.</summary>
    public static int? Compose(int first, int second)
    {
        var (lead, vowel, tail, syllable) = (first - FirstLead, second - FirstVowel, second - BeforeTail, first - FirstSyllable);
        if (lead is >= 0 and < Leads && vowel is >= 0 and < Vowels)
        {
            return FirstSyllable + (((lead * Vowels) + vowel) * Tails);
        }

        if (syllable is >= 0 and < Leads * Vowels * Tails && syllable % Tails == 0 && tail is > 0 and < Tails)
        {
            return first + tail;
        }

        return Wholes.TryGetValue((first, second), out var whole) ? whole : null;
    }

    private static void Read(string line)
    {
        if (line.IndexOfAny(['=', '>']) is > 0 and var sign)
        {
            var whole = Hex(line[..sign]);
            int[] parts = [.. line[(sign + 1)..].Split(' ').Select(Hex)];
            Parts[whole] = parts;
            if (line[sign] == '=')
            {
                Wholes[(parts[0], parts[1])] = whole;
            }
        }
        else
        {
            var range = line.Split('-', ':');
            for (var character = Hex(range[0]); character <= Hex(range[1]); character++)
            {
                Classes[character] = int.Parse(range[2], CultureInfo.InvariantCulture);
            }
        }
    }

    private static int Hex(string text) => int.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
