namespace Bench.Floor;

/// <summary>A durable queue whose consumer saves once and sends to the next.</summary>
/// <param name="Kind">What it makes of the message.</param>
/// <param name="Inserts">Or else it updates the row that an earlier hop has inserted.</param>
internal sealed record Hop(string Queue, string Kind, string Table, bool Inserts, Hop? Next)
{
    /// <summary>In the order that a request takes.</summary>
    public static IReadOnlyList<Hop> All { get; } = Chain();

    /// <summary>The sender's connection stands for the Gateway, these two for EventService and RewardWorker.</summary>
    public bool IsAtTheWorker => this != All[0] && Next is not null;

    private static Hop[] Chain()
    {
        var completed = new Hop("floor.completed", "Completed", "requests", Inserts: false, Next: null);
        var granted = new Hop("floor.granted", "RewardCompleted", "sagas", Inserts: false, completed);
        var grant = new Hop("floor.grant", "RewardGranted", "grants", Inserts: true, granted);
        var requested = new Hop("floor.requested", "GrantReward", "sagas", Inserts: true, grant);
        return [new Hop("floor.request", "RewardRequested", "requests", Inserts: true, requested), requested, grant, granted, completed];
    }
}
