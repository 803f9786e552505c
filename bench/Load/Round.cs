using Bench.Measures;

namespace Bench.Load;

/// <summary>One measurement of one subject.</summary>
/// <param name="Errors">Calls that had another answer than a good one, or none.</param>
/// <param name="Seconds">From the first call until the last call's work is done.</param>
/// <param name="Answers">From when a call was meant to be sent until its answer; of the floor, until the broker has confirmed it.</param>
/// <param name="Ends">From when a request was meant to be sent until it is FULFILLED; of the floor, until the last hop has saved.</param>
/// <param name="Seen">The same until its user's event stream said so; only where streams are open.</param>
/// <param name="ProcessorMilliseconds">A call, of what counts as the subject's.</param>
internal sealed record Round(
    string Subject,
    string Scenario,
    int Calls,
    int Errors,
    double Seconds,
    double CallsPerSecond,
    double ProcessorMilliseconds,
    Quantiles? Answers,
    Quantiles? Ends,
    Quantiles? Seen,
    Cost Cost)
{
    public static Round Of(
        string subject, string scenario, IReadOnlyList<string> programs, int calls, int errors, Cost cost, Latencies answers, Latencies? ends = null, Latencies? seen = null) => new(
        subject,
        scenario,
        calls,
        errors,
        cost.Seconds,
        calls / cost.Seconds,
        programs.Sum(program => cost.ProcessorSeconds.GetValueOrDefault(program)) * 1000 / calls,
        answers.Read(),
        ends?.Read(),
        seen?.Read(),
        cost);
}
