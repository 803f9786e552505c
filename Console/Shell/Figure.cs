using System.Globalization;

namespace OperatorsConsole.Shell;

/// <summary>A number in words: whole ones whole, others to hundredths, and below one to three digits that say something.</summary>
public static class Figure
{
    private const int LeastPlaces = 2;
    private const int MostPlaces = 28;

    public static string Of(decimal number) =>
        number.ToString(number == decimal.Truncate(number) ? "N0" : $"#,0.00{new string('#', PlacesOf(number) - LeastPlaces)}", CultureInfo.InvariantCulture).Replace(',', '\u202F');

    /// <summary>With every digit: of what is compared exactly.</summary>
    public static string Exact(decimal number) => number.ToString("#,0.############################", CultureInfo.InvariantCulture).Replace(',', '\u202F');

    private static int PlacesOf(decimal number)
    {
        var (size, places) = (Math.Abs(number), LeastPlaces);
        for (; size < 1 && places < MostPlaces; size *= 10)
        {
            places++;
        }

        return places;
    }
}
