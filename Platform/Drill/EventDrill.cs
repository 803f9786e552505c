using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text.Json;
using Drills.Breaking;
using Drills.Checks;
using Drills.Load;
using Drills.Plan;
using Drills.Processes;
using Drills.Receivers;

namespace Platform.Drill;

/// <summary><c>--drill</c>: holds an operator's event in a scratch folder, breaks the platform while users ask, and tells whether the books agree.</summary>
internal sealed class EventDrill(DrillOptions options, IReadOnlyList<string> settings, TextWriter output)
{
    private const string Admin = "admin@example.com";
    private const string Password = "Drill-of-an-event-1";
    private const int FewestFaults = 3;
    private static readonly TimeSpan Quieting = TimeSpan.FromSeconds(120);

    private readonly ConcurrentBag<string> violations = [];
    private readonly History history = new();
    private readonly Report report = new(output);

    /// <returns>0 when every claim holds, otherwise 1.</returns>
    public static async Task<int> Run(DrillOptions options, IReadOnlyList<string> settings)
    {
        if (!File.Exists(options.File))
        {
            await Console.Error.WriteLineAsync($"{options.File} is not there.");
            return 1;
        }

        if (DrilledEvent.Parse(await File.ReadAllTextAsync(options.File), out var fault) is not { } drilled)
        {
            await Console.Error.WriteLineAsync($"{options.File}: {fault}");
            return 1;
        }

        using var stop = new CancellationTokenSource();
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        try
        {
            return await new EventDrill(options, settings, Console.Out).Play(drilled, stop.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or DrillFailedException or DiedException or TimeoutException)
        {
            await Console.Error.WriteLineAsync(e is OperationCanceledException ? "Stopped." : e.Message);
            return 1;
        }

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }

    private async Task<int> Play(DrilledEvent given, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("messaging-drill-");
        try
        {
            await using var receiver = await WebhookReceiver.Start();
            await using var platform = new HostProcess("Platform", typeof(EventDrill).Assembly.Location, FreePort(), Environment, ["--data", folder.FullName, .. settings]);
            report.Begin(given, options);
            platform.Start();
            await platform.Ready().WaitAsync(cancellationToken);
            return await Play(given.HeldAt(TimeProvider.System.GetUtcNow(), receiver.Url), platform, receiver).WaitAsync(cancellationToken);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task<int> Play(DrilledEvent drilled, HostProcess platform, WebhookReceiver receiver)
    {
        using var admin = await Client("admin").SignIn(Admin, Password);
        var (eventId, rewards) = await Publish(admin, drilled);
        using var crowd = new Crowd(Client, admin, drilled, eventId);
        await crowd.Gather(options.Users, TimeProvider.System.GetUtcNow());
        var load = TimeSpan.FromSeconds(Math.Max(8, options.Users / 25));
        var parts = new Parts(Breakable.Of("Platform", platform));
        var schedule = Schedule.Of(options.Seed, parts.Targets, load, FewestFaults);

        // When so much is done of it, not after so long: on a busy machine all would fall before most have asked.
        var faults = schedule.Faults.Select(fault => (Fault: fault, Percent: 100 * (fault.At / load), Due: new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously))).ToList();
        report.Asking();
        var breaking = Task.WhenAll(faults.Select(async one =>
        {
            await one.Due.Task;
            await parts.Inject(one.Fault, CancellationToken.None);
        }));
        await crowd.Ask(new Random(options.Seed), load, percent =>
        {
            report.Asked(percent);
            foreach (var one in faults.Where(one => percent >= one.Percent && one.Due.TrySetResult()))
            {
                report.Broke(one.Fault.Kind);
            }
        });
        await breaking;
        await platform.Ready();

        var findings = await Find(drilled, admin, crowd, eventId, rewards, receiver);
        report.End(findings, crowd.Refused, [.. schedule.Faults.Select(fault => fault.Kind)], history.Calls, history.Now);
        return findings.Hold ? 0 : 1;

        CarefulClient Client(string name) => new([platform.Address], name, history, violations);
    }

    /// <exception cref="DrillFailedException">The platform does not take it.</exception>
    private static async Task<(string EventId, List<string> Rewards)> Publish(CarefulClient admin, DrilledEvent drilled)
    {
        var published = await Post("/events", drilled.Terms);
        var rewards = new List<string>();
        foreach (var reward in drilled.Rewards)
        {
            rewards.Add((await Post($"/events/{published}/rewards", reward)));
        }

        return (published, rewards);

        async Task<string> Post(string path, object body)
        {
            var answer = await admin.Post(path, body, HttpStatusCode.Created, HttpStatusCode.BadRequest, HttpStatusCode.Conflict, HttpStatusCode.UnprocessableEntity);
            return answer.Status == HttpStatusCode.Created
                ? answer.Text("id")
                : throw new DrillFailedException($"POST {(path == "/events" ? path : "/events/{id}/rewards")} was answered with {(int)answer.Status}: {answer.Body}");
        }
    }

    private async Task<Findings> Find(DrilledEvent drilled, CarefulClient admin, Crowd crowd, string eventId, List<string> rewardIds, WebhookReceiver receiver)
    {
        var open = await Quiet.Reached(admin, [(eventId, drilled.IsManual ? ["APPROVED"] : ["PENDING", "APPROVED"])], Quieting);
        var books = new List<Books>();
        foreach (var user in crowd.Users)
        {
            books.Add(await Drills.Checks.Books.Of(user));
        }

        var rewards = (await admin.All($"/events/{eventId}/rewards?limit=100")).OrderBy(reward => rewardIds.IndexOf(reward.Text("id"))).ToList();
        var checks = new BookChecks(books, crowd.Accepted.Keys.ToHashSet());
        var delivered = rewardIds.Where((_, i) => drilled.Rewards[i]["delivery"] is not null).ToHashSet();
        List<(string, IReadOnlyList<string>)> claims =
        [
            ("every request that was answered with 201 is there, and has ended", [.. open, .. checks.NoRequestIsLost()]),
            ("each grant is in the ledger once, and nothing of what was refused", [.. checks.EachIsGrantedOnce()]),
            ("every wallet is the sum of its ledger", [.. checks.WalletsAreTheirLedgers()]),
            ("what is left of each stock and what was given are the stock, and no limit is exceeded",
            [
                .. rewards.Where(reward => reward.GetProperty("stock").ValueKind == JsonValueKind.Number).SelectMany(reward => BookChecks.StockIsWhole(reward, Findings.Given(books, reward))),
                .. Findings.Exceeded(drilled, books, rewards),
            ]),
            ("no coupon code of a list has two owners", [.. checks.CodesHaveOneOwner(drilled.SharedCodes)]),
            ("each delivery was made under one key, with one body", [.. PlatformChecks.Delivered(receiver.Received, Deliveries(books, delivered))]),
            ("the audit chain holds, and no message was given up", [.. await PlatformChecks.AuditHolds(admin), .. await PlatformChecks.NoDeadLetters(admin)]),
            ("every answer kept the contract", [.. violations]),
        ];
        return new Findings(drilled, books, rewards, claims);
    }

    private static IEnumerable<string> Deliveries(IEnumerable<Books> books, HashSet<string> delivered) =>
        from user in books
        from request in user.Requests
        where request.Text("status") == "FULFILLED"
        from reward in request.RewardIds()
        where delivered.Contains(reward)
        select request.Text("id");

    /// <summary>Of a scratch installation on this machine: no limit of rates, hashes of passwords that cost little, and no mail leaves it.</summary>
    private static Dictionary<string, string> Environment => new()
    {
        ["ASPNETCORE_ENVIRONMENT"] = "Development",
        ["Bootstrap__AdminEmail"] = Admin,
        ["Bootstrap__AdminPassword"] = Password,
        ["Passwords__Iterations"] = "1000",
        ["Delivery__AllowPrivateNetworks"] = "true",

        // Of an environment that is meant for a real installation.
        ["Mail__Smtp"] = "",
        ["Accounts__RequireVerifiedEmail"] = "false",
        ["RateLimits__Ip"] = "0",
        ["RateLimits__User"] = "0",
        ["RateLimits__Admin"] = "0",
        ["RateLimits__TokenIssue"] = "0",
    };

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <summary>The event cannot be held.</summary>
internal sealed class DrillFailedException(string message) : Exception(message);

/// <param name="File">The event with its rewards, as JSON.</param>
/// <param name="Seed">Of the order of the users, and of the faults.</param>
internal sealed record DrillOptions(string File, int Users, int Seed);
