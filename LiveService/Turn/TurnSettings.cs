using Hosting.Configuration;
using Hosting.Secrets;

namespace LiveService.Turn;

/// <summary>What this service and the TURN servers must agree on.</summary>
/// <param name="Secrets">The first signs, what any of them has signed is valid. None: there is no TURN server.</param>
/// <param name="MaxSessions">How many credentials of one user may be valid at a time.</param>
internal sealed record TurnSettings(IReadOnlyList<byte[]> Secrets, IReadOnlyList<string> Uris, int MaxSessions)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private const string SecretsKey = "Turn:Secrets";
    private const string UrisKey = "Turn:Uris";

    public bool IsConfigured => Secrets.Count > 0;

    public static TurnSettings From(IConfiguration configuration)
    {
        var secrets = Given(configuration, SecretsKey).ConvertAll(secret => configuration.SecretBytes(secret.Path, secret.Value!));
        var uris = Given(configuration, UrisKey).ConvertAll(uri => uri.Value!);
        if (secrets.Count > 0 != uris.Count > 0)
        {
            throw new ConfigurationException(secrets.Count > 0 ? $"{UrisKey}:0" : $"{SecretsKey}:0", "is missing: a TURN server needs both, or neither is given");
        }

        return uris.Find(uri => !IsTurn(uri)) is { } fault
            ? throw new ConfigurationException(UrisKey, $"has '{fault}', not an address like turn:turn.example.com:3478?transport=udp")
            : new TurnSettings(secrets, uris, configuration.Number("Turn:MaxSessions", 5, 1, 1000));
    }

    /// <summary>As numbers: the tenth comes after the second.</summary>
    private static List<IConfigurationSection> Given(IConfiguration configuration, string key) =>
    [
        .. configuration.GetSection(key).GetChildren()
            .Where(value => !string.IsNullOrWhiteSpace(value.Value))
            .OrderBy(value => int.TryParse(value.Key, out var place) ? place : int.MaxValue),
    ];

    private static bool IsTurn(string uri) => uri.StartsWith("turn:", StringComparison.Ordinal) || uri.StartsWith("turns:", StringComparison.Ordinal) || uri.StartsWith("stun:", StringComparison.Ordinal);
}
