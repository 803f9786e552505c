using Contracts.Connections;
using Documents;

namespace CampaignService.Credentials;

/// <summary>Which keys wrap what is stored, found and counted by index: no record is read for it but the first of each key.</summary>
internal sealed class KeyUses(IDocumentStore<ConnectedAccount> accounts, CredentialKeys keys)
{
    /// <summary>Behind the id of every account.</summary>
    private const string Last = "~";

    /// <summary>The next key that some record needs, in the order of their ids; null behind the last.</summary>
    public async Task<string?> After(string? keyId, CancellationToken cancellationToken)
    {
        var page = await accounts.Query(
            new Query<ConnectedAccount>().OrderBy(a => a.KeyId).After(keyId is null ? null : new Cursor(keyId, Last)).Take(1), cancellationToken);
        return page.Items.Count == 0 ? null : page.Items[0].KeyId;
    }

    /// <summary>Any record of a key; null when it has none.</summary>
    public async Task<ConnectedAccount?> One(string keyId, CancellationToken cancellationToken)
    {
        var page = await accounts.Query(new Query<ConnectedAccount>().Where(a => a.KeyId, keyId).OrderBy(a => a.CreatedAt).Take(1), cancellationToken);
        return page.Items.Count == 0 ? null : page.Items[0];
    }

    /// <summary>The keys that are configured, and those that records need besides.</summary>
    public async Task<IReadOnlyList<KeyUse>> Count(CancellationToken cancellationToken)
    {
        var ids = keys.Ids.ToHashSet(StringComparer.Ordinal);
        for (var id = await After(null, cancellationToken); id is not null; id = await After(id, cancellationToken))
        {
            ids.Add(id);
        }

        var uses = new List<KeyUse>();
        foreach (var id in ids.Order(StringComparer.Ordinal))
        {
            uses.Add(new KeyUse(id, await accounts.Count(new Query<ConnectedAccount>().Where(a => a.KeyId, id).OrderBy(a => a.KeyId), cancellationToken)));
        }

        return uses;
    }
}
