using System.Text.Json;
using Bench.Load;
using Bench.Measures;

namespace Bench.Scaling;

/// <summary>What a request costs over parts, by a run of <c>flow</c> or <c>all</c>.</summary>
/// <param name="Stations">Each program that has a part in it, the dearest first.</param>
/// <param name="MessagesEach">That the broker takes for a request.</param>
/// <param name="LogBytesEach">Of the store's write-ahead log.</param>
internal sealed record MeasuredCosts(IReadOnlyList<Station> Stations, double MessagesEach, double LogBytesEach)
{
    private const string Subject = "parts";
    private const double Noise = 0.000_01;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <exception cref="InvalidDataException">It holds no round over parts.</exception>
    public static MeasuredCosts Read(string run)
    {
        var rounds = JsonSerializer.Deserialize<Run>(run, Json)!.Rounds.Where(round => round.Subject == Subject).ToList();
        return rounds.Count > 0 ? Of(rounds) : throw new InvalidDataException($"There is no round over {Subject}: take a file of `flow` or `all`.");
    }

    private static MeasuredCosts Of(List<Round> rounds)
    {
        var programs = rounds.SelectMany(round => round.Cost.ProcessorSeconds.Keys).Distinct().Except(["bench", "Platform"]);
        var stations = programs.Select(program => new Station(program, Median(rounds, round => round.Cost.ProcessorSeconds.GetValueOrDefault(program))));
        return new(
            [.. stations.Where(station => station.Seconds > Noise).OrderByDescending(station => station.Seconds)],
            Median(rounds, round => round.Cost.Counts[CountNames.Messages]),
            Median(rounds, round => round.Cost.Counts[CountNames.WalBytes]));
    }

    private static double Median(IEnumerable<Round> rounds, Func<Round, double> figure) => Medians.Of(rounds.Select(round => figure(round) / round.Calls));

    private sealed record Run(IReadOnlyList<Round> Rounds);
}
