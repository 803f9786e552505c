using Hosting.Configuration;
using Hosting.Networks;

namespace Http.Limits;

/// <summary><c>RateLimits__...</c>: requests a minute; 0 is no limit.</summary>
/// <param name="Routes">By method and template, like "POST /events/{id}/request": a count of its own, instead of the usual one.</param>
/// <param name="AdminRole">Who has it counts under <paramref name="Admin"/>.</param>
public sealed record LimitSettings(
    int Ip, int User, int Admin, int Service, int TokenIssue, IReadOnlyDictionary<string, int> Routes, NetworkList Allow, NetworkList Deny, TimeSpan RedisPatience, string AdminRole)
{
    public const string Section = "RateLimits";

    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private const int Most = 1_000_000;

    public static LimitSettings From(IConfiguration configuration, string adminRole) => new(
        configuration.Number($"{Section}:Ip", 100, 0, Most),
        configuration.Number($"{Section}:User", 500, 0, Most),
        configuration.Number($"{Section}:Admin", 1000, 0, Most),
        configuration.Number($"{Section}:Service", 1000, 0, Most),
        configuration.Number($"{Section}:TokenIssue", 10, 0, Most),
        RoutesOf(configuration),
        NetworkList.From(configuration, $"{Section}:Allow"),
        NetworkList.From(configuration, $"{Section}:Deny"),
        TimeSpan.FromMilliseconds(configuration.Number($"{Section}:RedisTimeoutMilliseconds", 100, 10, 5000)),
        adminRole);

    /// <summary>As a person writes it: without the constraints of its parameters.</summary>
    public static string NameOf(RouteEndpoint endpoint, string method) =>
        $"{method} {endpoint.RoutePattern.RawText!.Replace(":guid", "", StringComparison.Ordinal)}".TrimEnd('/');

    private static Dictionary<string, int> RoutesOf(IConfiguration configuration)
    {
        var routes = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        foreach (var section in configuration.GetSection($"{Section}:Routes").GetChildren())
        {
            var route = configuration.Required($"{section.Path}:Route").Trim();
            configuration.Required($"{section.Path}:Limit");
            if (!routes.TryAdd(route, configuration.Number($"{section.Path}:Limit", 0, 0, Most)))
            {
                throw new ConfigurationException($"{section.Path}:Route", $"names {route} a second time");
            }
        }

        return routes;
    }
}
