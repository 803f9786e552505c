using System.CommandLine;
using Faults.Subjects;

namespace Faults;

/// <summary>What can be said to <c>tests/Faults</c>.</summary>
public static class FaultsCommand
{
    public static RootCommand Create()
    {
        var rounds = new Option<int>("--rounds") { Description = "how many", DefaultValueFactory = _ => 5 };
        var seed = new Option<int>("--seed") { Description = "of the first round; each next one has the next", DefaultValueFactory = _ => 1 };
        var embedded = new Option<bool>("--embedded") { Description = "Platform on SQLite instead of the services over RabbitMQ, Redis and PostgreSQL" };
        var instances = new Option<int>("--instances") { Description = "of each service", DefaultValueFactory = _ => 1 };
        var beside = new Option<string?>("--beside") { Description = "a built checkout of another version, whose services are the second instances" };
        var clocks = new Option<bool>("--clocks") { Description = "clocks step too (Debian's package faketime)" };
        var disk = new Option<long?>("--disk") { Description = "with --embedded: megabytes of a disk of its own that gets full (takes root)" };
        var users = new Option<int>("--users") { Description = "who each ask for each of eight rewards in a round", DefaultValueFactory = _ => 64 };
        var seconds = new Option<int>("--seconds") { Description = "over which the requests of a round are spread", DefaultValueFactory = _ => 10 };
        var given = new Option<string[]>("--faults") { Description = "instead of those that the seed gives, as at:kind:target:for ... in seconds; said again for the next round" };
        var history = new Option<string>("--history") { Description = "the file for every call and fault of a round that fails", DefaultValueFactory = _ => "faults-history.txt" };
        var noShrink = new Option<bool>("--no-shrink") { Description = "does not look for the fewest faults that still fail" };
        var root = new RootCommand("Breaks parts of the platform under load, and checks that nothing is lost and nothing is there twice.")
        {
            rounds, seed, embedded, instances, beside, clocks, disk, users, seconds, given, history, noShrink,
        };
        root.Validators.Add(parsed =>
        {
            // What is not given has no value yet while arguments are validated.
            if (parsed.GetValue(embedded) ? Given(beside) || Given(instances) : Given(disk))
            {
                parsed.AddError("--instances and --beside are of the services, --disk is of --embedded.");
            }

            bool Given(Option option) => parsed.GetResult(option) is { Implicit: false };
        });
        root.SetAction(async (parsed, cancellationToken) =>
        {
            var settings = new DrillSettings(
                parsed.GetValue(rounds),
                parsed.GetValue(seed),
                new SubjectSettings(
                    parsed.GetValue(embedded),
                    parsed.GetValue(beside) is null ? parsed.GetValue(instances) : Math.Max(2, parsed.GetValue(instances)),
                    parsed.GetValue(beside) is { } tree ? Path.GetFullPath(tree) : null,
                    parsed.GetValue(clocks),
                    parsed.GetValue(disk) * 1024 * 1024,
                    ("Delivery__AllowPrivateNetworks", "true")),
                new RoundSettings(parsed.GetValue(users), TimeSpan.FromSeconds(parsed.GetValue(seconds)), TimeSpan.FromSeconds(120)),
                Path.GetFullPath(parsed.GetValue(history)!),
                !parsed.GetValue(noShrink),
                parsed.GetValue(given) ?? []);
            try
            {
                return await new Drill(settings, Console.Out).Run(cancellationToken) ? 0 : 1;
            }
            catch (OperationCanceledException)
            {
                Console.WriteLine("\nstopped; everything that was started has ended");
                return 1;
            }
        });
        return root;
    }
}
