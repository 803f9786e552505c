using Testing.Processes;

namespace Deploy.Tests.Compose;

/// <summary>What docker-compose makes of its files, with the secrets that the script makes.</summary>
internal static class ComposeFile
{
    public static readonly string[] Profiles = ["", "small", "observability", "live", "small observability", "live observability"];

    private static readonly Dictionary<string, Lazy<Task<Yaml>>> Configured = Profiles.ToDictionary(profile => profile, profile => new Lazy<Task<Yaml>>(() => Configure(profile)));

    /// <param name="profile">Empty is the usual set; <c>small</c> is a file beside it. Several are joined by a blank.</param>
    public static Task<Yaml> Of(string profile) => Configured[profile].Value;

    /// <summary>Everything that runs in any of the profiles, by name and profile.</summary>
    public static async Task<IReadOnlyList<(string Profile, string Name, Yaml Service)>> AllServices()
    {
        var all = await Task.WhenAll(Profiles.Select(async profile => (profile, await Of(profile))));
        return [.. all.SelectMany(file => file.Item2["services"].Members.Select(service => (file.profile, service.Key, service.Value)))];
    }

    public static string Text(string name) => File.ReadAllText(Path.Combine(Repository.Root, name));

    private static async Task<Yaml> Configure(string profile)
    {
        var folder = Directory.CreateTempSubdirectory("compose-");
        try
        {
            var secrets = Path.Combine(folder.FullName, ".env");
            await Programs.Run(Path.Combine(Repository.Root, "deploy/compose-secrets.sh"), secrets);
            var chosen = profile.Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(
                part => part == "small" ? new[] { "-f", Path.Combine(Repository.Root, "docker-compose.small.yml") } : ["--profile", part]);
            return Yaml.Parse(await Programs.Run("docker-compose", ["--env-file", secrets, "-f", Path.Combine(Repository.Root, "docker-compose.yml"), .. chosen, "config"]));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
