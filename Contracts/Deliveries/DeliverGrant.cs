using Contracts.Rewards;

namespace Contracts.Deliveries;

/// <summary>From the saga, once everything of the request is granted, for each reward that names a delivery. Sending it again posts
/// nothing again. GrantDelivered or GrantDeliveryFailed follows. TermsId: of the RewardTerms that say where; Name and Delivery in its
/// place are an earlier form.</summary>
public sealed record DeliverGrant(Guid RequestId, Guid RewardId, string? Name, RewardDelivery? Delivery, string? TermsId = null);
