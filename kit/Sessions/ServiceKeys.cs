using System.Security.Cryptography;
using System.Text;
using Messages;

namespace Sessions;

/// <summary>
/// The keys of a service account that count, as AuthService knew them when its account had this version. Without keys: there is no such
/// account, or no more.
/// </summary>
/// <param name="Keys">The newest, and those that it replaces for a while.</param>
/// <param name="ExpiresAt">Of the account; null: never.</param>
public sealed record ServiceKeys(
    Guid AccountId, long Version, IReadOnlyList<string> Permissions, IReadOnlyList<ServiceKeyHash> Keys, DateTimeOffset? ExpiresAt) : Extensible
{
    /// <summary>After which AuthService is asked anew. Of an account that is none sooner: it may be one that was not deleted after all.</summary>
    public TimeSpan Lifetime => Keys.Count > 0 ? TimeSpan.FromMinutes(15) : TimeSpan.FromMinutes(1);

    public static ServiceKeys None(Guid accountId, long version) => new(accountId, version, [], [], null);

    public bool Accept(ServiceKey key, DateTimeOffset now)
    {
        var shown = Encoding.ASCII.GetBytes(key.Hash);
        return !(ExpiresAt <= now)
            && Keys.Any(known => !(known.ExpiresAt <= now) && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(known.Hash), shown));
    }
}

/// <param name="Hash"><see cref="ServiceKey.Hash"/>.</param>
/// <param name="ExpiresAt">Of a key that was replaced; null for the newest.</param>
public sealed record ServiceKeyHash(string Hash, DateTimeOffset? ExpiresAt) : Extensible;
