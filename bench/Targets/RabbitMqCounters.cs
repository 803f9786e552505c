using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Bench.Measures;

namespace Bench.Targets;

/// <summary>
/// The counters that every broker keeps, by its own tool: the management plug-in, which could be asked instead, costs
/// what would be measured.
/// </summary>
internal sealed partial class RabbitMqCounters(int port) : ICounters
{
    private const string Tool = "/usr/lib/rabbitmq/bin/rabbitmqctl";

    public async Task<IReadOnlyDictionary<string, double>> Read()
    {
        var start = new ProcessStartInfo(Tool, ["eval", "rabbit_global_counters:overview()."]) { UseShellExecute = false, RedirectStandardOutput = true };
        foreach (var (key, value) in BrokerEnvironment())
        {
            start.Environment[key] = value;
        }

        using var tool = Process.Start(start)!;
        var overview = await tool.StandardOutput.ReadToEndAsync();
        await tool.WaitForExitAsync();
        return new Dictionary<string, double>
        {
            [CountNames.Messages] = Sum(overview, "messages_received_total"),
            [CountNames.ConfirmedMessages] = Sum(overview, "messages_confirmed_total"),
        };
    }

    private static double Sum(string overview, string counter) => Counter().Matches(overview)
        .Where(match => match.Groups["name"].Value == counter)
        .Sum(match => double.Parse(match.Groups["count"].Value, CultureInfo.InvariantCulture));

    /// <summary>Where its port mapper is, what its node is called and where its cookie lies: as the broker was told.</summary>
    private IEnumerable<KeyValuePair<string, string>> BrokerEnvironment()
    {
        foreach (var process in Process.GetProcessesByName("beam.smp"))
        {
            using (process)
            {
                var environment = File.ReadAllText($"/proc/{process.Id}/environ").Split('\0', StringSplitOptions.RemoveEmptyEntries)
                    .Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
                if (environment.GetValueOrDefault("RABBITMQ_NODE_PORT") == $"{port}")
                {
                    return environment.Where(pair => pair.Key is "HOME" or "ERL_EPMD_PORT" or "RABBITMQ_NODENAME" or "RABBITMQ_CONF_ENV_FILE");
                }
            }
        }

        throw new InvalidOperationException($"No broker listens on port {port}.");
    }

    [GeneratedRegex(@"(?<name>\w+) => (?<count>\d+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Counter();
}
