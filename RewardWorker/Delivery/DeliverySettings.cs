using System.Globalization;
using Hosting.Configuration;

namespace RewardWorker.Delivery;

/// <param name="Timeout">How long one POST may take, connecting included.</param>
internal sealed record DeliverySettings(TimeSpan Timeout, RetrySchedule Schedule)
{
    public const string Section = "Delivery";

    private const string ScheduleKey = $"{Section}:RetrySeconds";
    private const int MostRetries = 20;
    private const int LongestPause = 86_400;

    /// <summary>After which an attempt without an outcome is taken for interrupted.</summary>
    public TimeSpan Lease => Timeout + TimeSpan.FromSeconds(5);

    public static DeliverySettings From(IConfiguration configuration) => new(
        TimeSpan.FromMilliseconds(configuration.Number($"{Section}:TimeoutMilliseconds", 10_000, 100, 60_000)),
        configuration[ScheduleKey] is { Length: > 0 } text ? Parse(text) : RetrySchedule.Usual);

    private static RetrySchedule Parse(string text)
    {
        var pauses = new List<TimeSpan>();
        foreach (var part in text.Split(','))
        {
            if (!int.TryParse(part.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds is 0 or > LongestPause)
            {
                throw new ConfigurationException(ScheduleKey, $"is '{text}', not pauses like 5,30,120 of 1 to {LongestPause} seconds");
            }

            pauses.Add(TimeSpan.FromSeconds(seconds));
        }

        return pauses.Count <= MostRetries
            ? new RetrySchedule(pauses)
            : throw new ConfigurationException(ScheduleKey, $"has {pauses.Count} pauses, more than {MostRetries}");
    }
}
