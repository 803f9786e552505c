namespace CampaignService.Credentials;

/// <summary>A key of the configuration that wraps the data keys of stored credentials.</summary>
/// <param name="Bytes">32 of them.</param>
internal sealed record CredentialKey(string Id, byte[] Bytes)
{
    public const int Size = 32;

    /// <summary>For logs.</summary>
    public override string ToString() => Id;
}
