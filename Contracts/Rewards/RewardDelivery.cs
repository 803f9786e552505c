using Messages;

namespace Contracts.Rewards;

/// <summary>Where the grants of a reward are posted. SealedSecret: what signs them, encrypted by the Gateway; only RewardWorker opens it.</summary>
public sealed record RewardDelivery(string Url, string SealedSecret) : Extensible
{
    private const int MaxUrl = 2048;

    public void Check(FieldFaults faults) => faults.AddIf(Url.Length is 0 or > MaxUrl, "delivery.url", $"has 1 to {MaxUrl} characters.");
}
