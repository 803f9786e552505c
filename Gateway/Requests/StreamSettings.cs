using Hosting.Configuration;

namespace Gateway.Requests;

/// <summary>How many event streams may be open at this Gateway: <c>Streams__PerUser</c> and <c>Streams__Total</c>.</summary>
internal sealed record StreamSettings(int PerUser, int Total)
{
    private const int Most = 1_000_000;

    public static StreamSettings From(IConfiguration configuration) =>
        new(configuration.Number("Streams:PerUser", 5, 1, Most), configuration.Number("Streams:Total", 10_000, 1, Most));
}
