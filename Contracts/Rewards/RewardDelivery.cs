namespace Contracts.Rewards;

/// <summary>Where the grants of a reward are posted. SealedSecret: what signs them, encrypted by the Gateway; only RewardWorker opens it.</summary>
public sealed record RewardDelivery(string Url, string SealedSecret);
