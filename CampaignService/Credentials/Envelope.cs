using Messages;

namespace CampaignService.Credentials;

/// <summary>Credentials at rest: each box is nonce, tag and ciphertext of AES-256-GCM.</summary>
/// <param name="KeyId">Of the key of the configuration that wraps the data key.</param>
/// <param name="DataKey">The wrapped key of this record alone.</param>
/// <param name="Credentials">What the data key encrypts.</param>
internal sealed record Envelope(string KeyId, byte[] DataKey, byte[] Credentials) : Extensible
{
    /// <summary>For logs that print a document.</summary>
    public override string ToString() => $"{nameof(Envelope)} {{ KeyId = {KeyId} }}";
}
