using System.Globalization;
using System.Text.Json;

namespace Contracts;

/// <summary>Numbers that count exactly as they were sent.</summary>
public static class ExactNumber
{
    private const int MostDigits = 28;

    public static readonly string Rule = $"a number of at most {MostDigits} significant digits";

    /// <summary>False for what is no number, and for one of which a decimal would keep a part only.</summary>
    public static bool TryRead(JsonElement json, out decimal number)
    {
        number = 0;
        if (json.ValueKind != JsonValueKind.Number || !json.TryGetDecimal(out number))
        {
            return false;
        }

        var sent = Digits(json.GetRawText());
        return sent.Length <= MostDigits && sent == Digits(number.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>The significant ones, without sign, point and exponent.</summary>
    private static string Digits(string number) =>
        number.Split('e', 'E')[0].Replace(".", "", StringComparison.Ordinal).TrimStart('-').Trim('0');
}
