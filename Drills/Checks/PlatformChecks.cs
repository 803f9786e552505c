using Drills.Load;
using Drills.Receivers;

namespace Drills.Checks;

/// <summary>What must hold of the platform when nothing is under way any more. Each check gives what breaks it.</summary>
public static class PlatformChecks
{
    public static async Task<IEnumerable<string>> NoDeadLetters(CarefulClient admin) =>
        (await admin.Get("/operations/dead-letters")).Items.Where(queue => queue.Number("count") > 0).Select(queue => $"dead letters: {queue}");

    public static async Task<IEnumerable<string>> AuditHolds(CarefulClient admin)
    {
        var verified = (await admin.Get("/audit/verify")).Json;
        return verified.GetProperty("valid").GetBoolean() ? [] : [$"the audit chain: {verified}"];
    }

    /// <summary>Each grant under one key, with one body, however often it was posted.</summary>
    /// <param name="fulfilled">The requests with a reward that is delivered, as often as they have one.</param>
    public static IEnumerable<string> Delivered(IReadOnlyList<ReceivedWebhook> received, IEnumerable<string> fulfilled)
    {
        var byKey = received.GroupBy(post => post.Key).ToList();
        foreach (var posts in byKey.Where(posts => posts.Select(post => Convert.ToHexString(post.Body)).Distinct().Count() > 1))
        {
            yield return $"delivery {posts.Key} was posted with two bodies";
        }

        if (!byKey.Select(posts => posts.First().Json.Text("requestId")).Order().SequenceEqual(fulfilled.Order()))
        {
            yield return "what was delivered is not what was fulfilled, each under one key";
        }
    }
}
