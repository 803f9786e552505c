using Hosting.Configuration;

namespace OperatorsConsole.Sessions;

/// <summary><c>Console__...</c>: how many tabs may be open, and how long a session lasts that nobody uses.</summary>
/// <param name="Tabs">At this instance.</param>
/// <param name="Idle">Since its reader did something last.</param>
internal sealed record SessionSettings(int TabsOfSession, int Tabs, TimeSpan Idle)
{
    private const int Most = 100_000;

    /// <summary>As long as a session is kept of which no tab is open.</summary>
    private const int MostIdleMinutes = 12 * 60;

    /// <summary>Well over what passes until an instance hears of a deed at another one.</summary>
    private const int LeastIdleMinutes = 5;

    public static SessionSettings From(IConfiguration configuration) => new(
        configuration.Number("Console:TabsPerSession", 20, 1, Most),
        configuration.Number("Console:Tabs", 500, 1, Most),
        TimeSpan.FromMinutes(configuration.Number("Console:IdleMinutes", 240, LeastIdleMinutes, MostIdleMinutes)));
}
