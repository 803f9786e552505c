using Contracts.Rewards;

namespace Contracts.Reports;

/// <summary>How many grants of a kind stand.</summary>
public sealed record StandingGrants(RewardType Type, long Count);
