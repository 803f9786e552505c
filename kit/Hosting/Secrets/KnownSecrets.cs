using Hosting.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Hosting.Secrets;

/// <summary>Values that are no secrets: servers come with them, examples say them, or they stood in this repository.</summary>
public static class KnownSecrets
{
    private static readonly HashSet<string> Values = new(StringComparer.OrdinalIgnoreCase)
    {
        "guest", "messaging", "password", "secret", "admin", "root", "postgres", "mongo", "redis", "rabbitmq",
        "local-rabbitmq", "local-mongo", "local-postgres", "local-redis", "Local-admin-1",
        "bG9jYWwtb25seS1yZXBsYWNlLW1lLTMyLWJ5dGVzISE=",
    };

    private static readonly string[] Placeholders = ["change-me", "change_me", "changeme", "replace-me", "replace_me", "replaceme"];

    /// <param name="key">The setting that holds the secret, alone or among other things.</param>
    /// <param name="secret">Null or empty where there is none.</param>
    /// <exception cref="ConfigurationException">It is a known one, and this host does not run in Development.</exception>
    public static void RefuseKnown(this IConfiguration configuration, string key, string? secret)
    {
        if (!string.IsNullOrEmpty(secret) && IsKnown(secret) && !IsDevelopment(configuration))
        {
            throw new ConfigurationException(
                key, "holds a secret that everybody knows, which only Development takes; deploy/compose-secrets.sh makes secrets of your own");
        }
    }

    private static bool IsKnown(string secret) =>
        Values.Contains(secret) || Placeholders.Any(placeholder => secret.Contains(placeholder, StringComparison.OrdinalIgnoreCase));

    private static bool IsDevelopment(IConfiguration configuration) =>
        Environments.Development.Equals(configuration[HostDefaults.EnvironmentKey], StringComparison.OrdinalIgnoreCase);
}
