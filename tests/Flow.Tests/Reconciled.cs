using System.Net;
using System.Text.Json;
using Testing;
using Drills.Api;

namespace Flow.Tests;

internal static class Reconciled
{
    private static readonly string[] Faults = ["missingGrants", "duplicateGrants", "orphanGrants", "oversold"];

    /// <summary>Asks again while a busy platform has no answer in time.</summary>
    public static async Task<JsonElement> Reconciliation(this ApiClient admin)
    {
        ApiAnswer? answer = null;
        await Wait.Until(async () => !(answer = await admin.Get("/operations/reconciliation")).IsUnavailable, () => $"reconciliation, the last answer to which was {answer}");
        return answer!.Expect(HttpStatusCode.OK).Json;
    }

    public static void ShouldShowNoFault(this JsonElement reconciliation) =>
        Faults.Where(fault => reconciliation.GetProperty(fault).GetInt64() != 0).ShouldBeEmpty(reconciliation.GetRawText());

    /// <summary>No fault at any look, and soon nothing that waits to be sent.</summary>
    public static Task<JsonElement> ComesToRest(this ApiClient admin) => admin.ComesToRest(TimeSpan.FromSeconds(60));

    public static async Task<JsonElement> ComesToRest(this ApiClient admin, TimeSpan bound)
    {
        JsonElement seen = default;
        await Wait.Until(
            async () =>
            {
                seen = await admin.Reconciliation();
                seen.ShouldShowNoFault();
                return seen.GetProperty("pendingOutbox").GetInt64() == 0;
            },
            () => $"empty outboxes: {seen}",
            bound);
        seen.GetProperty("oldestPendingSeconds").GetInt64().ShouldBe(0);
        return seen;
    }
}
