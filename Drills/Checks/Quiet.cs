using System.Text.Json;
using Drills.Load;

namespace Drills.Checks;

/// <summary>Waits until nothing is under way any more.</summary>
public static class Quiet
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private static readonly string[] Faults = ["missingGrants", "duplicateGrants", "orphanGrants", "oversold"];

    /// <param name="events">With the statuses of requests that are under way: one that waits for an operator is not.</param>
    /// <returns>What was still under way after the bound, or broken at any time; empty when all is well.</returns>
    public static async Task<IReadOnlyList<string>> Reached(CarefulClient admin, IReadOnlyList<(string EventId, string[] UnderWay)> events, TimeSpan bound)
    {
        IReadOnlyList<string> broken = [], open = [];
        var ended = await Patience.Within(
            bound,
            async () =>
            {
                (broken, open) = await Look(admin, events);
                return broken.Count > 0 || open.Count == 0;
            },
            Pause);
        return ended ? broken : open;
    }

    private static async Task<(IReadOnlyList<string> Broken, IReadOnlyList<string> Open)> Look(CarefulClient admin, IReadOnlyList<(string EventId, string[] UnderWay)> events)
    {
        var requests = await Open(admin, events);
        var reconciliation = (await admin.Get("/operations/reconciliation")).Json;
        return (
            [.. Faults.Where(fault => reconciliation.Number(fault) != 0).Select(fault => $"reconciliation: {fault} in {reconciliation}")],
            [
                .. requests.Select(request => $"request {request.Text("id")} is still {request.Text("status")}"),
                .. reconciliation.Number("pendingOutbox") == 0 ? [] : new[] { $"outboxes: {reconciliation}" },
            ]);
    }

    /// <summary>Requests that are neither final nor wait for an operator.</summary>
    private static async Task<List<JsonElement>> Open(CarefulClient admin, IReadOnlyList<(string EventId, string[] UnderWay)> events)
    {
        var open = new List<JsonElement>();
        foreach (var (eventId, underWay) in events)
        {
            foreach (var status in underWay)
            {
                open.AddRange((await admin.Get($"/events/requests?eventId={eventId}&status={status}&limit=100")).Items);
            }
        }

        return open;
    }
}
