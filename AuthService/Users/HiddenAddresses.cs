using AuthService.Mails;
using Contracts.Teams;
using Hosting.Secrets;

namespace AuthService.Users;

/// <summary>
/// Addresses where they are only to be found again: as keyed hashes, since a plain hash tells whoever guesses the address. What was kept under
/// a key before is found as long as that is listed.
/// </summary>
internal sealed class HiddenAddresses([FromKeyedServices(MailTokens.Section)] SecretCipher cipher)
{
    /// <summary>Under which it is kept.</summary>
    public string KeyOf(string normalized) => KeysOf(normalized)[0];

    /// <summary>Under which it may have been kept, by each key of the configuration.</summary>
    public IReadOnlyList<string> KeysOf(string normalized) => [.. cipher.Hash($"mail {normalized}").Select(hash => $"mail:{hash}")];

    public string Seal(Guid userId, string normalized) => cipher.Seal(normalized, Purpose(userId));

    /// <summary>Throws when the key that it was sealed with is not configured.</summary>
    public string Open(LeaveTeams message) => cipher.TryOpen(message.SealedAddress, Purpose(message.UserId), out var normalized)
        ? normalized
        : throw new InvalidOperationException($"The address of user {message.UserId} does not open: the key that it was sealed with is not configured.");

    private static string Purpose(Guid userId) => $"leaves teams {userId}";
}
