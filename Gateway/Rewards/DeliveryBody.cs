using System.Text.Json;
using System.Text.Json.Serialization;
using Contracts.Rewards;
using Hosting.Secrets;
using Texts;

namespace Gateway.Rewards;

/// <summary>Where grants are posted, and the secret that signs them. Both are given together; the secret is never returned.</summary>
[Requires("url", "secret")]
internal sealed record DeliveryBody
{
    /// <summary>Of the configuration.</summary>
    public const string Section = "Delivery";

    private const int ShortestSecret = 16;
    private const int LongestSecret = 256;

    [Shape(Format = "uri")]
    public string? Url { get; init; }

    /// <summary>16 to 256 characters.</summary>
    public string? Secret { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; set; }

    public void Check(Faults faults)
    {
        faults.Unknown(Unknown, "delivery.");
        if (faults.Requires(Url, "delivery.url") && faults.Targets(Section).FaultOf(Url) is { } fault)
        {
            faults.Add("delivery.url", fault);
        }

        if (faults.Requires(Secret, "delivery.secret"))
        {
            faults.AddIf(
                Characters.Count(Secret) is < ShortestSecret or > LongestSecret, "delivery.secret", $"has {ShortestSecret} to {LongestSecret} characters.");
        }
    }

    /// <summary>The secret is readable in this process only: what is sent and stored from here on is sealed.</summary>
    public RewardDelivery Seal(SecretCipher cipher) => new(Url!, cipher.Seal(Secret!, Url!));

    /// <summary>For logs that print a body.</summary>
    public override string ToString() => $"{nameof(DeliveryBody)} {{ Url = {Url} }}";
}
