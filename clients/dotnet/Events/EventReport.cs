namespace Messaging.Client;

/// <summary>What came of an event.</summary>
/// <param name="Granted">Grants that stand, by kind of reward.</param>
/// <param name="Users">Who made a request.</param>
/// <param name="Campaign">Null without one, and before it is synced.</param>
/// <param name="CostPerGrant">What the campaign has spent for each grant; null where that is not known.</param>
public sealed record EventReport(
    long Requests,
    IReadOnlyDictionary<string, long> ByStatus,
    IReadOnlyDictionary<string, long> Granted,
    long Points,
    long Users,
    Campaign? Campaign,
    decimal? CostPerGrant);
