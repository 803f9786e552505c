using Testing.Servers;

namespace Testing.Processes;

/// <summary>The users that <c>deploy/</c> gives the services, by secrets that its script has made: each may do what its service needs and no more.</summary>
internal sealed class ServiceUsers
{
    private static readonly Dictionary<string, string> Names = new()
    {
        ["Gateway"] = "gateway",
        ["AuthService"] = "auth",
        ["EventService"] = "event",
        ["RewardWorker"] = "reward",
        ["LiveService"] = "live",
        ["CampaignService"] = "campaign",
        ["Console"] = "console",
    };

    private static readonly Lazy<Task<ServiceUsers>> Made = new(Make);

    private ServiceUsers(Dictionary<string, string> secrets) => Secrets = secrets;

    /// <summary>By the names that they have in .env.</summary>
    public IReadOnlyDictionary<string, string> Secrets { get; }

    /// <summary>Made once, for all servers of this process.</summary>
    public static Task<ServiceUsers> All => Made.Value;

    private static async Task<ServiceUsers> Make()
    {
        var folder = Directory.CreateTempSubdirectory("secrets-");
        try
        {
            var file = Path.Combine(folder.FullName, ".env");
            await OwnedProcess.Run(Script("compose-secrets.sh"), [file]);
            var lines = await File.ReadAllLinesAsync(file);
            return new ServiceUsers(lines.Select(line => line.Split('=', 2)).ToDictionary(parts => parts[0], parts => parts[1]));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>A file in <c>deploy/</c>.</summary>
    public static string Script(string path) => Path.Combine(Repository.Root, "deploy", path);

    public static string NameOf(string service) => Names[service];

    /// <param name="server">RABBITMQ, STORAGE or REDIS.</param>
    public string PasswordOf(string server, string user) => Secrets[$"{server}_{user.ToUpperInvariant()}_PASSWORD"];
}
