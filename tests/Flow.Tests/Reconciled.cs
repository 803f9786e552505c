using Testing;
using Drills.Api;
using Messaging.Client;

namespace Flow.Tests;

internal static class Reconciled
{
    public static void ShouldShowNoFault(this Reconciliation seen) =>
        (seen.MissingGrants, seen.DuplicateGrants, seen.OrphanGrants, seen.Oversold).ShouldBe((0, 0, 0, 0), $"{seen}");

    /// <summary>No fault at any look, and soon nothing that waits to be sent.</summary>
    public static Task<Reconciliation> ComesToRest(this ApiClient admin) => admin.ComesToRest(TimeSpan.FromSeconds(60));

    public static async Task<Reconciliation> ComesToRest(this ApiClient admin, TimeSpan bound)
    {
        Reconciliation? seen = null;
        await Wait.Until(
            async () =>
            {
                seen = await admin.Typed.Operations.Reconcile();
                seen.ShouldShowNoFault();
                return seen.PendingOutbox == 0;
            },
            () => $"empty outboxes: {seen}",
            bound);
        seen!.OldestPendingSeconds.ShouldBe(0);
        return seen;
    }
}
