using Hosting.Configuration;

namespace Gateway.Live;

/// <summary><c>Live__...</c>: how often a minute; 0 is no limit.</summary>
/// <param name="RoomsPerMinute">A user opens one.</param>
/// <param name="ConnectionsPerMinute">An address opens one to the hub.</param>
internal sealed record LiveSettings(int RoomsPerMinute, int ConnectionsPerMinute)
{
    private const int Most = 1_000_000;

    public static LiveSettings From(IConfiguration configuration) => new(
        configuration.Number("Live:RoomsPerMinute", 5, 0, Most), configuration.Number("Live:ConnectionsPerMinute", 10, 0, Most));
}
