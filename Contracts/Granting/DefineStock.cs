using Contracts.Rewards;

namespace Contracts.Granting;

/// <summary>From EventService with a new limited reward. RewardWorker makes its pool, if a grant or a change has not done so before.</summary>
public sealed record DefineStock(Guid RewardId, Guid EventId, StockPolicy Policy);
