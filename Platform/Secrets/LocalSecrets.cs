using System.Security.Cryptography;
using System.Text.Json;
using Hosting.Configuration;
using Hosting.Secrets;

namespace Platform.Secrets;

/// <summary>
/// The secrets that nobody configured: made once and kept in the data folder, in a file that only its owner can read.
/// </summary>
internal sealed class LocalSecrets
{
    public const string FileName = "secrets.json";
    public const string AdminEmailKey = "Bootstrap:AdminEmail";
    public const string AdminPasswordKey = "Bootstrap:AdminPassword";

    private const string JwtSecretKey = "Jwt:Secret";

    /// <summary>What has a key that is derived of the secret of access tokens, where no other is given.</summary>
    private static readonly string[] Sealing = ["Accounts", "Campaigns", "Delivery"];

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private static readonly Dictionary<string, Func<string>> Makers = new(StringComparer.Ordinal)
    {
        [AdminEmailKey] = () => "admin@example.com",
        [AdminPasswordKey] = Password,
        [JwtSecretKey] = () => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)),
        ["Credentials:Keys:0"] = () => $"local-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}:{Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))}",
        ["Webhooks:Secrets:0"] = () => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)),
    };

    private readonly Dictionary<string, string> kept;

    private LocalSecrets(string path, Dictionary<string, string> kept, IReadOnlyCollection<string> made)
    {
        Path = path;
        this.kept = kept;
        Made = made;
    }

    public string Path { get; }

    /// <summary>The keys of what was made just now.</summary>
    public IReadOnlyCollection<string> Made { get; }

    /// <summary>What is kept for the settings that are not given, and what opens that which was sealed before one was.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Missing(IConfiguration given)
    {
        var missing = kept.Where(secret => string.IsNullOrEmpty(given[secret.Key])).Select(secret => KeyValuePair.Create(secret.Key, (string?)secret.Value));
        return kept.TryGetValue(JwtSecretKey, out var before)
            ? missing.Concat(Sealing.Select(section => KeyValuePair.Create($"{section}:PreviousJwtSecrets:{FileName}", (string?)before)))
            : missing;
    }

    /// <summary>The setting in force is the one that is kept here.</summary>
    public bool Holds(string key, IConfiguration inForce) => kept.TryGetValue(key, out var value) && value == inForce[key];

    /// <summary>Reads the folder's secrets; makes those that are neither given nor there.</summary>
    public static LocalSecrets Open(string folder, IConfiguration given)
    {
        var path = System.IO.Path.Combine(folder, FileName);
        var secrets = File.Exists(path) ? Read(path) : [];
        var made = Makers.Keys.Where(key => string.IsNullOrEmpty(given[key]) && !secrets.ContainsKey(key)).ToList();
        foreach (var key in made)
        {
            secrets[key] = Makers[key]();
        }

        if (made.Count > 0)
        {
            Write(path, secrets);
        }

        return new LocalSecrets(path, secrets, made);
    }

    private static Dictionary<string, string> Read(string path)
    {
        try
        {
            OwnerOnly.Restrict(path);
            return JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(path)) ?? [];
        }
        catch (Exception e) when (e is JsonException or UnauthorizedAccessException)
        {
            throw new ConfigurationException("Storage:Folder", $"holds {path}, which cannot be read: {e.Message.TrimEnd('.')}");
        }
    }

    private static void Write(string path, Dictionary<string, string> secrets)
    {
        var unfinished = $"{path}.tmp";
        File.Delete(unfinished);
        using (var file = OwnerOnly.Open(unfinished, FileShare.None))
        {
            JsonSerializer.Serialize(file, secrets, Indented);
            file.Flush(flushToDisk: true);
        }

        File.Move(unfinished, path, overwrite: true);
    }

    /// <summary>20 letters and digits; at least one of each kind that the policy asks for.</summary>
    private static string Password()
    {
        const string letters = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";
        string password;
        do
        {
            password = RandomNumberGenerator.GetString(letters, 20);
        }
        while (!password.Any(char.IsAsciiLetterUpper) || !password.Any(char.IsAsciiLetterLower) || !password.Any(char.IsAsciiDigit));

        return password;
    }
}
