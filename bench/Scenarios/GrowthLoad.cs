using System.Diagnostics;
using System.Globalization;
using System.Net;
using Bench.Growth;
using Bench.Load;
using Bench.Measures;

namespace Bench.Scenarios;

/// <summary>
/// What acceptance and each list cost over stores that have hardly more than a page of each, and over the same ones filled, in one run:
/// one call at a time, by fresh processes that have been warmed up. At the end reconciliation and the verification of the audit log go through all of it.
/// </summary>
internal static class GrowthLoad
{
    private const int Users = 20;
    private const int Acceptances = 400;
    private const int Calls = 60;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public static async Task Run(Session session, Sizes sizes, CancellationToken cancellationToken)
    {
        var warmUp = session.Settings.WarmUp == 0 ? 1 : 2 * Calls;
        using var stage = await Stage.Of(session);
        IReadOnlyList<Caller> callers;
        await using (var target = await stage.Start(cancellationToken))
        {
            using var crowd = new Crowd(target.Address);
            callers = await crowd.Callers(Users);
        }

        var users = callers.Select(caller => caller.UserId).ToList();
        var now = TimeProvider.System.GetUtcNow();
        var few = new Population(Sizes.Small, users, new Timeline("few", now));
        await stage.FillCoupons(users[0], few.Timeline, cancellationToken);
        await stage.Fill(few, cancellationToken);
        var small = await Measure(stage, callers, few, warmUp, cancellationToken);

        var many = new Population(sizes, users, new Timeline("many", now));
        var started = Stopwatch.GetTimestamp();
        await stage.Fill(many, cancellationToken);
        var filling = Stopwatch.GetElapsedTime(started);
        Progress.Say(string.Create(CultureInfo.InvariantCulture, $"filled in {filling.TotalSeconds:F0} s"));
        var filled = await Measure(stage, callers, many, warmUp, cancellationToken);

        GrowthReport.Print(small, filled);
        await Report.Write(
            "growth",
            new { On = session.Settings.OnPlatform ? "platform" : "parts", session.Settings.WarmUp, Sizes = sizes },
            new { FillingSeconds = filling.TotalSeconds, Small = small, Filled = filled });
    }

    private static async Task<GrowthStep> Measure(Stage stage, IReadOnlyList<Caller> earlier, Population stored, int warmUp, CancellationToken cancellationToken)
    {
        await using var target = await stage.Start(cancellationToken);
        using var sender = new Sender(target.Address);
        using var crowd = new Crowd(target.Address, earlier);
        Progress.Say("warming up");
        var plan = await Plan.Make(crowd, Users, 2 * Acceptances);
        var admin = crowd.Operator;
        var questions = Questions.Of(plan.Callers[0], admin, stored);
        await Accept(sender, plan, 0);
        foreach (var question in questions)
        {
            await Ask(sender, question, warmUp);
        }

        Progress.Say("measuring");
        var answers = new List<Answered> { new("acceptance", await Accept(sender, plan, Acceptances)) };
        foreach (var question in questions)
        {
            answers.Add(new(question.Name, await Ask(sender, question, Calls)));
        }

        return new GrowthStep(
            answers,
            [await Look(target.Address, admin, "/operations/reconciliation", cancellationToken), await Look(target.Address, admin, "/audit/verify", cancellationToken)]);
    }

    private static async Task<Quantiles> Accept(Sender sender, Plan plan, int from)
    {
        var latencies = new Latencies();
        for (var i = from; i < from + Acceptances; i++)
        {
            var started = Stopwatch.GetTimestamp();
            if (await sender.RequestReward(plan[i].EventId, plan[i].Caller) is null)
            {
                throw new InvalidOperationException($"Request {i} was not accepted.");
            }

            latencies.AddSince(started);
        }

        return latencies.Read()!;
    }

    private static async Task<Quantiles> Ask(Sender sender, Question question, int calls)
    {
        var latencies = new Latencies();
        for (var i = 0; i < calls; i++)
        {
            var started = Stopwatch.GetTimestamp();
            var status = await sender.Send(HttpMethod.Get, question.Path, question.By);
            latencies.AddSince(started);
            if (status != HttpStatusCode.OK)
            {
                throw new InvalidOperationException($"{question.Name} was answered with {status}.");
            }
        }

        return latencies.Read()!;
    }

    private static async Task<GrowthCheck> Look(Uri address, Caller admin, string path, CancellationToken cancellationToken)
    {
        Progress.Say(path);
        using var http = new HttpClient { BaseAddress = address, Timeout = Patience, DefaultRequestHeaders = { Authorization = admin.Authorization } };
        var started = Stopwatch.GetTimestamp();
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);
        return new GrowthCheck(path, Stopwatch.GetElapsedTime(started).TotalSeconds, await answer.Content.ReadAsStringAsync(cancellationToken));
    }
}
