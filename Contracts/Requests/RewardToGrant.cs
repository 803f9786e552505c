using Contracts.Events;
using Contracts.Rewards;
using Messages;

namespace Contracts.Requests;

/// <summary>What to grant for one reward of a request, as it was when the request was made. Stock, Budget: null when unlimited.
/// Delivery: null when the grant is posted to nobody.</summary>
public sealed record RewardToGrant(
    Guid RewardId,
    string Name,
    RewardValue Value,
    StockPolicy? Stock = null,
    BudgetPolicy? Budget = null,
    bool? ReturnOnRevoke = null,
    RewardDelivery? Delivery = null) : Extensible;
