namespace Contracts.Requests;

/// <summary>From the saga when every reward is granted and some are yet to be delivered, which may take hours. EventService shows an
/// automatic request as APPROVED from then on.</summary>
public sealed record RewardRequestGranted(Guid RequestId);
