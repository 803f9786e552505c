using System.CommandLine;
using Bench.Floor;
using Bench.Growth;
using Bench.Scaling;
using Bench.Scenarios;
using Bench.Targets;

var on = new Option<string>("--on") { Description = "the services as processes over RabbitMQ, Redis and PostgreSQL, or Platform in one", DefaultValueFactory = _ => "parts" };
on.AcceptOnlyFromAmong("parts", "platform");
var alternations = Count("--alternations", 5, "rounds of each subject that count, in turn");
var seconds = Count("--seconds", 20, "how long a round lasts, about");
var inFlight = Count("--in-flight", 400, "requests between POST and FULFILLED, in a closed loop");
var connections = Count("--connections", 64, "calls that wait for their answers, in a closed loop");
var users = Count("--users", 100, "who ask in turn");
var rate = new Option<double?>("--rate") { Description = "calls a second of an open loop, instead of the scenario's own" };
var warmUp = Count("--warm-up", 24_000, "requests at most before what counts; it ends when a round's processor time stops falling");
var skipWarmUp = new Option<bool>("--skip-warmup") { Description = "a quick run, whose figures mean nothing" };
var trees = new Option<DirectoryInfo[]>("--tree") { Description = "another checkout, measured in turn with this one; may be given again" };
var noBuild = new Option<bool>("--no-build") { Description = "takes the services as they were built" };

var root = new RootCommand("Drives the platform over REST, follows every request to its end, and measures what it costs.")
{
    Command("all", "the floor, the platform over parts and in one process, in turn: what the documented ratios come from", Comparisons.All),
    Command("floor", "the same work by bare RabbitMQ.Client and Npgsql, with single and with shared commits", Comparisons.Floor),
    Command("flow", "from POST to FULFILLED in a closed loop", Comparisons.Flow),
    Command("platform", "the same on Platform", Comparisons.Platform),
    Command("latency", "from POST to FULFILLED at 100 requests/s", RequestScenarios.Latency),
    Command("half", "acceptance at half of the flow's rate", RequestScenarios.Half),
    Command("burst", "acceptance alone, as fast as it goes", RequestScenarios.Burst),
    Command("list", "the list of events in a closed loop", EventList.Run),
    Command("keys", "the same calls with a user's token and with the key of a service account, in turn", KeyCalls.Run),
    Command("limits", "each route at the rate and within the time that is asked of it, all at once", Limits.Run),
    Command("login-storm", "200 logins/s with real password hashes", LoginStorm.Run),
    Command("history", "progress and requests of users with 100, 10 000 and 100 000 activities", HistoryLoad.Run),
    Command("live", "rooms and viewers: connections, joins, signals and heartbeats, beside a bare hub that only relays", HubLoad.Run),
    Relay(),
    Growth(),
    Scale(),
    Command("login-times", "whether the time of a refused login tells if the account exists", LoginTimes.Run),
};

// Ctrl-C waits until everything is taken down.
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromMinutes(1) });

static Option<int> Count(string name, int usual, string description)
{
    var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => usual };
    option.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<int>() < 1)
        {
            result.AddError($"{name} is a number from 1 on");
        }
    });
    return option;
}

Command Growth()
{
    var requests = Count("--requests", 100_000, "reward requests that are stored, with their grants");
    var accounts = Count("--accounts", 10_000, "users who have made them");
    var events = Count("--events", 500, "events that they are of");
    var activities = Count("--activities", 300_000, "activities of those users");
    var command = new Command("growth", "acceptance and the pages of each list, over an empty store and over a full one")
    {
        on, requests, accounts, events, activities, warmUp, skipWarmUp, noBuild,
    };
    command.SetAction((given, cancellationToken) => Run(
        given,
        (session, stopping) => GrowthLoad.Run(
            session,
            new Sizes(given.GetValue(requests), given.GetValue(accounts), given.GetValue(events), given.GetValue(activities)),
            stopping),
        cancellationToken));
    return command;
}

static Command Relay()
{
    var urls = new Option<string>("--urls") { Required = true };
    var command = new Command(BareRelay.Command, "a process of `live`") { urls };
    command.Hidden = true;
    command.SetAction((given, _) => RelayHub.Serve(given.GetValue(urls)!));
    return command;
}

static Command Scale()
{
    var run = new Option<FileInfo>("--from") { Description = "a file under bench/results/ of `flow` or `all`", Required = true }.AcceptExistingOnly();
    var command = new Command("scale", "what 100, 10 000 and 1 000 000 requests/s ask of each part, by a queueing model of what a run measured") { run };
    command.SetAction(async (given, cancellationToken) =>
    {
        var costs = MeasuredCosts.Read(await File.ReadAllTextAsync(given.GetValue(run)!.FullName, cancellationToken));
        Report.Print(ScalingTables.Cores(costs));
        Report.Print(ScalingTables.Indivisible(costs));
    });
    return command;
}

Command Command(string name, string description, Func<Session, CancellationToken, Task> run)
{
    var command = new Command(name, description) { on, alternations, seconds, inFlight, connections, users, rate, warmUp, skipWarmUp, trees, noBuild };
    command.SetAction((given, cancellationToken) => Run(given, run, cancellationToken));
    return command;
}

async Task<int> Run(ParseResult given, Func<Session, CancellationToken, Task> run, CancellationToken cancellationToken)
{
    var settings = new Settings(
        [Tree.Own, .. (given.GetValue(trees) ?? []).Select(Tree.At)],
        given.GetValue(on) == "platform",
        given.GetValue(alternations),
        given.GetValue(seconds),
        given.GetValue(inFlight),
        given.GetValue(connections),
        given.GetValue(users),
        given.GetValue(rate),
        given.GetValue(skipWarmUp) ? 0 : given.GetValue(warmUp),
        !given.GetValue(noBuild));
    await using var session = await Session.Begin(settings, cancellationToken);
    await run(session, cancellationToken);
    return 0;
}
