using System.Globalization;
using Spectre.Console;

namespace Bench.Scaling;

/// <summary>What a rate of requests asks of each part, and what of it cannot be divided by adding cores.</summary>
internal static class ScalingTables
{
    private static readonly double[] Rates = [100, 10_000, 1_000_000];

    public static Table Cores(MeasuredCosts costs)
    {
        var table = new Table().AddColumns(["", "CPU ms a request", .. Rates.Select(rate => $"cores at {Number(rate)}/s (wait ms)")]);
        foreach (var station in costs.Stations)
        {
            table.AddRow([station.Name, $"{Figure(station.Seconds * 1000, 2)}", .. Rates.Select(rate => Cores(station, rate))]);
        }

        return table.AddRow(["all", $"{Figure(costs.Stations.Sum(s => s.Seconds) * 1000, 2)}", .. Rates.Select(rate => Number(costs.Stations.Sum(s => s.Cores(rate))))]);
    }

    public static Table Indivisible(MeasuredCosts costs)
    {
        var broker = costs.Stations.Single(station => station.Name == "RabbitMQ").Seconds;
        var redis = costs.Stations.Single(station => station.Name == "Redis").Seconds;
        return new Table().AddColumns(["", "one of it, requests/s", .. Rates.Select(rate => $"at {Number(rate)}/s")])
            .AddRow(["a queue of RabbitMQ (one process of Erlang), at least", .. Serial(broker / costs.MessagesEach)])
            .AddRow(["Redis (one thread)", .. Serial(redis)])
            .AddRow(["write-ahead log of PostgreSQL, MB/s", "", .. Rates.Select(rate => Figure(rate * costs.LogBytesEach / 1_000_000, 1))])
            .AddRow(["messages that RabbitMQ takes a second", "", .. Rates.Select(rate => Number(rate * costs.MessagesEach))]);
    }

    /// <summary>Its limit, and how many of it each rate needs.</summary>
    private static IEnumerable<string> Serial(double seconds) =>
        [Number(Station.Utilization / seconds), .. Rates.Select(rate => Number(Math.Ceiling(rate * seconds / Station.Utilization)))];

    private static string Cores(Station station, double rate)
    {
        var cores = station.Cores(rate);
        return $"{Number(cores)} ({Figure(station.Wait(rate, cores) * 1000, 2)})";
    }

    private static string Number(double value) => value.ToString("#,0", CultureInfo.InvariantCulture).Replace(',', ' ');

    private static string Figure(double value, int digits) => value.ToString($"F{digits}", CultureInfo.InvariantCulture);
}
