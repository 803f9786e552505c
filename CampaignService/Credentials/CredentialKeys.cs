using System.Buffers;
using Hosting.Configuration;
using Hosting.Secrets;

namespace CampaignService.Credentials;

/// <summary>The keys of <c>Credentials__Keys__0</c>, <c>__1</c>, ...: the last wraps, any of them unwraps what it wrapped.</summary>
internal sealed class CredentialKeys
{
    private const string Section = "Credentials:Keys";
    private const int LongestId = 40;

    private static readonly SearchValues<char> OfId = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    private readonly Dictionary<string, CredentialKey> byId;

    /// <param name="keys">With ids of their own, the newest last.</param>
    public CredentialKeys(params IReadOnlyList<CredentialKey> keys)
    {
        byId = keys.ToDictionary(key => key.Id, StringComparer.Ordinal);
        (Ids, Newest) = ([.. keys.Select(key => key.Id)], keys[^1]);
    }

    public CredentialKey Newest { get; }

    /// <summary>The newest last.</summary>
    public IReadOnlyList<string> Ids { get; }

    public static CredentialKeys From(IConfiguration configuration)
    {
        // As numbers: the tenth comes after the second.
        var given = configuration.GetSection(Section).GetChildren()
            .Where(key => !string.IsNullOrWhiteSpace(key.Value))
            .OrderBy(key => int.TryParse(key.Key, out var place) ? place : int.MaxValue)
            .ToList();
        if (given.Count == 0)
        {
            throw new ConfigurationException($"{Section}:0", "is missing: it is a name and a key, like 2026a:... with base64 of 32 bytes; openssl rand -base64 32 makes one");
        }

        var keys = given.ConvertAll(key => Parse(configuration, key.Path, key.Value!));
        return keys.GroupBy(key => key.Id).FirstOrDefault(group => group.Count() > 1) is { } twice
            ? throw new ConfigurationException(Section, $"has two keys with the name {twice.Key}")
            : new CredentialKeys(keys);
    }

    public CredentialKey? Find(string id) => byId.GetValueOrDefault(id);

    private static CredentialKey Parse(IConfiguration configuration, string setting, string text)
    {
        var (id, key) = text.IndexOf(':', StringComparison.Ordinal) is var at and > 0 ? (text[..at], text[(at + 1)..]) : ("", text);
        configuration.RefuseKnown(setting, key);
        var bytes = new byte[CredentialKey.Size];
        return id.Length is > 0 and <= LongestId && !id.AsSpan().ContainsAnyExcept(OfId)
            && Convert.TryFromBase64String(key, bytes, out var size) && size == CredentialKey.Size
                ? new CredentialKey(id, bytes)
                : throw new ConfigurationException(
                    setting, $"is not a name of 1 to {LongestId} letters, digits, full stops, underscores and hyphens, a colon, and base64 of {CredentialKey.Size} bytes");
    }
}
