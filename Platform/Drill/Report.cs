using System.Globalization;
using System.Text.Json;
using Drills.Checks;
using Drills.Plan;

namespace Platform.Drill;

/// <summary>What a drill says, as text.</summary>
internal sealed class Report(TextWriter output)
{
    private const int Shown = 5;

    private static readonly Dictionary<string, string> Reasons = new()
    {
        ["OUT_OF_STOCK"] = "The stock was used up.",
        ["BUDGET_EXHAUSTED"] = "The event's budget of points was used up.",
        ["COUPON_EXPIRED"] = "The coupon had expired.",
        ["DELIVERY_FAILED"] = "The grant could not be delivered.",
        ["APPROVAL_EXPIRED"] = "Nobody decided before the deadline.",
        ["REJECTED"] = "An operator rejected it.",
    };

    private static readonly IReadOnlyList<(FaultKind Kind, char Sign, string Name)> Faults =
        [(FaultKind.Kill, '✕', "kill -9"), (FaultKind.Terminate, '▽', "SIGTERM"), (FaultKind.Freeze, '‖', "SIGSTOP")];

    private readonly Lock turn = new();
    private int shown;

    public void Begin(DrilledEvent drilled, DrillOptions options)
    {
        Say("");
        Say($"  {drilled.Name}: {options.Users} users, seed {options.Seed}");
        Say($"  ▪ they ask   {string.Join("   ", Faults.Select(fault => $"{fault.Sign} {fault.Name}"))}: of the platform, which then goes on");
        Say("");
    }

    public void Asking() => output.Write("  ");

    /// <param name="percent">Of all that ask.</param>
    public void Asked(int percent)
    {
        lock (turn)
        {
            for (; shown < percent / 5; shown++)
            {
                output.Write('▪');
            }
        }
    }

    public void Broke(FaultKind kind)
    {
        lock (turn)
        {
            output.Write(Faults.Single(fault => fault.Kind == kind).Sign);
        }
    }

    public void End(Findings findings, IReadOnlyCollection<(string Code, string Detail)> refused, IReadOnlyCollection<FaultKind> faults, int calls, TimeSpan time)
    {
        Say("");
        var fulfilled = findings.Requests.Count(request => request.Text("status") == "FULFILLED");
        Section("granted", fulfilled);
        foreach (var reward in findings.Rewards)
        {
            Line(reward.Text("name"), Findings.Given(findings.Books, reward), Rest(reward));
        }

        var ended = findings.Requests.Where(request => request.Text("status") is not ("FULFILLED" or "PENDING")).Select(Reason);
        var reasons = refused.Concat(ended).GroupBy(one => one.Code).OrderByDescending(group => group.Count()).ToList();
        Section("refused", reasons.Sum(group => group.Count()));
        foreach (var group in reasons)
        {
            Line(group.Key, group.Count(), group.First().Detail);
        }

        Say("");
        Say("  the books");
        foreach (var (claim, violations) in findings.Claims)
        {
            Say($"    {(violations.Count == 0 ? "✓" : "✗")} {claim}");
            foreach (var violation in violations.Take(Shown))
            {
                Say($"        {violation}");
            }
        }

        Say("");
        Say(findings.Hold
            ? Text($"  Nothing lost, nothing twice: {string.Join(", ", Faults.Where(fault => faults.Contains(fault.Kind)).Select(fault => $"{faults.Count(kind => kind == fault.Kind)} × {fault.Name}"))}; {calls} calls, {time.TotalSeconds:0} s.")
            : "  THE BOOKS DO NOT AGREE.");
        Say("");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Rest(JsonElement reward) =>
        reward.GetProperty("stock").ValueKind == JsonValueKind.Number ? $"{reward.Text("type")}, {reward.Number("remaining")} of {reward.Number("stock")} left" : reward.Text("type");

    private static (string Code, string Detail) Reason(JsonElement request)
    {
        var last = request.GetProperty("timeline").EnumerateArray().Last();
        var code = last.GetProperty("reason").GetString() is { } reason && Reasons.ContainsKey(reason) ? reason : request.Text("status");
        return (code, Reasons.GetValueOrDefault(code, ""));
    }

    private void Section(string title, int count)
    {
        Say("");
        Say($"  {title,-28}{count,6}");
    }

    private void Line(string what, long count, string why) => Say($"    {what,-26}{count,6}   {why}".TrimEnd());

    private void Say(string line) => output.WriteLine(line);
}
