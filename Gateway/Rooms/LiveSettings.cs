using Hosting.Configuration;

namespace Gateway.Rooms;

/// <summary><c>Live__...</c>: how often a minute; 0 is no limit.</summary>
/// <param name="RoomsPerMinute">A user opens one.</param>
internal sealed record LiveSettings(int RoomsPerMinute)
{
    private const int Most = 1_000_000;

    public static LiveSettings From(IConfiguration configuration) => new(configuration.Number("Live:RoomsPerMinute", 5, 0, Most));
}
