using System.Text.Json;
using Drills.Checks;

namespace Platform.Drill;

/// <summary>What is there in the end, and each claim about it with what breaks it.</summary>
internal sealed record Findings(DrilledEvent Drilled, IReadOnlyList<Books> Books, IReadOnlyList<JsonElement> Rewards, IReadOnlyList<(string Text, IReadOnlyList<string> Violations)> Claims)
{
    public bool Hold => Claims.All(claim => claim.Violations.Count == 0);

    public IEnumerable<JsonElement> Requests => Books.SelectMany(user => user.Requests);

    /// <summary>How often a reward is in a ledger and stands.</summary>
    public static long Given(IReadOnlyList<Books> books, JsonElement reward) => EntriesOf(books, reward).Sum(entry => Math.Sign(entry.Number("amount")));

    public static long Amount(IReadOnlyList<Books> books, JsonElement reward) => EntriesOf(books, reward).Sum(entry => entry.Number("amount"));

    /// <summary>The limits of the event itself that are exceeded.</summary>
    public static IEnumerable<string> Exceeded(DrilledEvent drilled, IReadOnlyList<Books> books, IReadOnlyList<JsonElement> rewards)
    {
        var places = books.SelectMany(user => user.Requests).Count(request => request.Text("status") is not ("FAILED" or "CANCELLED" or "REJECTED"));
        if (places > drilled.RequestLimit)
        {
            yield return $"{places} requests within a limit of {drilled.RequestLimit}";
        }

        var points = rewards.Where(reward => reward.Text("type") == "POINT").Sum(reward => Amount(books, reward));
        if (points > drilled.PointBudget)
        {
            yield return $"{points} points from a budget of {drilled.PointBudget}";
        }
    }

    private static IEnumerable<JsonElement> EntriesOf(IReadOnlyList<Books> books, JsonElement reward) =>
        books.SelectMany(user => user.Ledger).Where(entry => entry.Text("rewardId") == reward.Text("id"));
}
