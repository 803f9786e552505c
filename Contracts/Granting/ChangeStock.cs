using Contracts.Rewards;

namespace Contracts.Granting;

/// <summary>From EventService for an operator's PATCH of a limited reward. Answered with StockDetails, or Refused INVALID_STATE when
/// more is taken already.</summary>
public sealed record ChangeStock(Guid RewardId, Guid EventId, StockPolicy Policy);
