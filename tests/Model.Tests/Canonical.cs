using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Model.Tests;

/// <summary>
/// The text by which states are told apart. Versions are not in it, nor when something was written: of times only how far
/// away is what they are waited for.
/// </summary>
internal static partial class Canonical
{
    public static string TextOf(State state)
    {
        var text = new StringBuilder();
        foreach (var (key, document) in state.Documents)
        {
            text.Append(key).Append(Relative(Encoding.UTF8.GetString(document.Body), state.Now)).Append('\n');
        }

        foreach (var message in state.Network.Keys.Concat(state.Commands.Keys))
        {
            text.Append(Relative(message, state.Now)).Append('\n');
        }

        return text.AppendJoin(',', state.Receivers).Append('\n').AppendJoin(',', state.Forgotten).Append('\n').Append(state.IsRestored).ToString();
    }

    private static string Relative(string text, DateTimeOffset now) => Time().Replace(text, match => match.Groups["name"].Value switch
    {
        "dueAt" or "stalledAt" or "approvalDeadline" or "expiry" or "updatedAt" or "openSince" =>
            $"{match.Groups["name"].Value} {Left(match.Groups["at"].Value, now, isPast: match.Groups["name"].Value is "updatedAt" or "openSince")}",
        var name => name,
    });

    private static double Left(string time, DateTimeOffset now, bool isPast)
    {
        var left = (DateTimeOffset.Parse(time, CultureInfo.InvariantCulture) - now).TotalSeconds;
        return isPast ? left : Math.Max(0, left);
    }

    [GeneratedRegex("\"(?<name>\\w+)\":\"(?<at>\\d{4}-\\d\\d-\\d\\dT[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Time();
}
