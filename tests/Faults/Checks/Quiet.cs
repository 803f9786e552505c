using System.Text.Json;
using Faults.Load;
using Testing;

namespace Faults.Checks;

/// <summary>Waits until nothing is under way any more.</summary>
internal static class Quiet
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private static readonly string[] Faults = ["missingGrants", "duplicateGrants", "orphanGrants", "oversold"];

    /// <returns>What was still under way after the bound, or broken at any time; empty when all is well.</returns>
    public static async Task<IReadOnlyList<string>> Reached(Scene scene, TimeSpan bound)
    {
        IReadOnlyList<string> broken = [], open = [];
        var ended = await Wait.Within(
            bound,
            async () =>
            {
                (broken, open) = await Look(scene);
                return broken.Count > 0 || open.Count == 0;
            },
            Pause);
        return ended ? broken : open;
    }

    private static async Task<(IReadOnlyList<string> Broken, IReadOnlyList<string> Open)> Look(Scene scene)
    {
        var requests = await Open(scene);
        var reconciliation = (await scene.Admin.Get("/operations/reconciliation")).Json;
        return (
            [.. Faults.Where(fault => reconciliation.Number(fault) != 0).Select(fault => $"reconciliation: {fault} in {reconciliation}")],
            [
                .. requests.Select(request => $"request {request.Text("id")} is still {request.Text("status")}"),
                .. reconciliation.Number("pendingOutbox") == 0 ? [] : new[] { $"outboxes: {reconciliation}" },
            ]);
    }

    /// <summary>Requests of this round that are neither final nor wait for an operator.</summary>
    private static async Task<List<JsonElement>> Open(Scene scene)
    {
        var open = new List<JsonElement>();
        foreach (var campaign in scene.Campaigns)
        {
            foreach (var status in campaign.Kind == CampaignKind.Manual ? ["APPROVED"] : new[] { "PENDING", "APPROVED" })
            {
                open.AddRange((await scene.Admin.Get($"/events/requests?eventId={campaign.EventId}&status={status}&limit=100")).Items);
            }
        }

        return open;
    }
}
