using System.Diagnostics;
using System.Globalization;
using System.Net;
using Bench.Floor;
using Bench.Load;
using Bench.Measures;
using Bench.Targets;
using Messaging.Client;
using Spectre.Console;

namespace Bench.Scenarios;

/// <summary>
/// Rooms at the hub and viewers of a stage: what a connection holds, and how fast people connect, join, signal and are heard of. By one
/// LiveService and by two, and a bare hub that only relays beside them.
/// </summary>
internal static class HubLoad
{
    private const int InRoom = 5;
    private const double SignalsEach = 10;

    /// <summary>Each user has as many connections, in other rooms.</summary>
    private const int Connections = 10;

    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(3);

    public static async Task Run(Session session, CancellationToken cancellationToken)
    {
        var settings = session.Settings;
        var (rounds, held) = (new List<Round>(), new List<Held>());
        await using (var bare = await BareRelay.Start(cancellationToken))
        {
            var arrived = new Arrivals();
            var hub = new Uri(bare.Address, RelayHub.Path);
            await Talk(bare, bare.Name, [.. Enumerable.Range(0, settings.Users * Connections).Select(_ => new BareTalker(hub, () => arrived.Now))], arrived);
        }

        for (var instances = 1; instances <= 2; instances++)
        {
            Progress.Say($"starting the services with {instances} of LiveService");
            await using var servers = await Servers.Start();
            await using var parts = await Parts.Start(settings.Trees[0], servers, new Dictionary<string, string>(), cancellationToken, instances);
            using var crowd = new Crowd(parts.Address);
            var name = $"{parts.Name}, {instances} x LiveService";
            var callers = await crowd.Callers(settings.Users);
            var arrived = new Arrivals();
            await Talk(parts, name, await InRooms(parts.Address, crowd, callers, arrived), arrived);
            rounds.Add(await Heartbeats(parts, name, crowd, callers, settings));
        }

        Report.PrintQuantiles(rounds.Select(round => (round.Subject, round.Scenario, round.Answers)));
        Report.Print(Speeds(rounds));
        Report.Print(Memory(held));
        await Report.Write("live", settings with { Trees = [.. settings.Trees.Select(tree => tree with { Root = "" })] }, new { Rounds = rounds, Held = held });

        async Task Talk(Target target, string name, IReadOnlyList<Talker> talkers, Arrivals arrived)
        {
            var before = Megabytes(target);
            rounds.Add(await AtOnce("connections", talkers, talker => talker.Connect(cancellationToken)));
            await Task.Delay(Idle, cancellationToken);
            held.Add(new Held(name, "idle", talkers.Count, before, Megabytes(target)));
            rounds.Add(await AtOnce("joins", talkers, talker => talker.Join()));
            foreach (var (number, talker) in talkers.Index())
            {
                talker.Beside = talkers[number % InRoom == InRoom - 1 ? number - InRoom + 1 : number + 1];
            }

            rounds.Add(await AtRate("a signal each 10 s", talkers.Count / SignalsEach));
            held.Add(new Held(name, "a signal each 10 s", talkers.Count, before, Megabytes(target)));
            var most = await AsManyAsGo();
            rounds.Add(most);
            rounds.Add(await AtRate("signals at half of that", most.CallsPerSecond / 2));
            foreach (var talker in talkers)
            {
                await talker.DisposeAsync();
            }

            async Task<Round> AtOnce(string scenario, IReadOnlyList<Talker> all, Func<Talker, Task> act)
            {
                var answers = new Latencies();
                using var meter = await Meter.Start(target.Counters);
                await Parallel.ForEachAsync(all, new ParallelOptions { MaxDegreeOfParallelism = settings.Connections, CancellationToken = cancellationToken }, async (talker, _) =>
                {
                    var started = Stopwatch.GetTimestamp();
                    await act(talker);
                    answers.AddSince(started);
                });
                return Said(Round.Of(name, scenario, target.Programs, all.Count, 0, await meter.Stop(), answers));
            }

            async Task<Round> AtRate(string scenario, double rate)
            {
                var (errors, calls) = (0, (int)(rate * settings.Seconds));
                var latencies = arrived.Anew();
                using var meter = await Meter.Start(target.Counters);
                await OpenLoop.Run(rate, calls, (number, meant) => Send(talkers[number % talkers.Count], meant, () => Interlocked.Increment(ref errors)), cancellationToken);
                return Said(Round.Of(name, scenario, target.Programs, calls, errors, await meter.Stop(), latencies));
            }

            async Task<Round> AsManyAsGo()
            {
                var (errors, calls) = (0, 0);
                var latencies = arrived.Anew();
                using var meter = await Meter.Start(target.Counters);
                var end = Stopwatch.GetTimestamp() + (settings.Seconds * Stopwatch.Frequency);
                await Task.WhenAll(Enumerable.Range(0, settings.Connections).Select(_ => Task.Run(
                    async () =>
                    {
                        while (Stopwatch.GetTimestamp() < end)
                        {
                            await Send(talkers[Interlocked.Increment(ref calls) % talkers.Count], Stopwatch.GetTimestamp(), () => Interlocked.Increment(ref errors));
                        }
                    },
                    cancellationToken)));
                return Said(Round.Of(name, "signals", target.Programs, calls, errors, await meter.Stop(), latencies));
            }
        }
    }

    private static async Task Send(Talker talker, long meant, Action failed)
    {
        try
        {
            await talker.Signal(meant);
        }
        catch (Exception e) when (e is Microsoft.AspNetCore.SignalR.HubException or InvalidOperationException)
        {
            failed();
        }
    }

    private static async Task<IReadOnlyList<Talker>> InRooms(Uri address, Crowd crowd, IReadOnlyList<Caller> callers, Arrivals arrived)
    {
        var hub = new Uri(address, Contracts.Paths.LiveHub);
        var groups = Enumerable.Range(0, Connections).SelectMany(_ => callers).Chunk(InRoom);
        var rooms = await Crowd.ForEach(groups, async group =>
        {
            using var owner = crowd.As(group[0]);
            var room = await owner.Rooms.Create("Room");
            var talkers = new List<Talker>();
            foreach (var caller in group)
            {
                using var client = crowd.As(caller);
                var issued = await client.Rooms.IssueToken(room.Id, [RoomPermission.Data]);
                talkers.Add(new RoomTalker(hub, caller, $"{room.Id}", issued.Token, () => arrived.Now));
            }

            return talkers;
        });
        return [.. rooms.SelectMany(talkers => talkers)];
    }

    private static async Task<Round> Heartbeats(Target target, string name, Crowd crowd, IReadOnlyList<Caller> callers, Settings settings)
    {
        var stage = await crowd.Admin.Stages.Create("Main stage");
        var sessions = await Crowd.ForEach(callers, async caller =>
        {
            using var client = crowd.As(caller);
            var issued = await client.Stages.IssueToken(stage.Id, [StageCapability.Subscribe]);
            var session = await client.Stages.Join(stage.Id, issued.Token);
            return (Caller: caller, Path: $"/stages/{stage.Id}/sessions/{session.Id}/heartbeat");
        });
        using var sender = new Sender(target.Address);
        var (answers, errors, calls) = (new Latencies(), 0, 0);
        using var meter = await Meter.Start(target.Counters);
        var end = Stopwatch.GetTimestamp() + (settings.Seconds * Stopwatch.Frequency);
        await Task.WhenAll(Enumerable.Range(0, settings.Connections).Select(_ => Task.Run(async () =>
        {
            while (Stopwatch.GetTimestamp() < end)
            {
                var (caller, path) = sessions[Interlocked.Increment(ref calls) % sessions.Length];
                var started = Stopwatch.GetTimestamp();
                if (await sender.Send(HttpMethod.Post, path, caller) != HttpStatusCode.NoContent)
                {
                    Interlocked.Increment(ref errors);
                }

                answers.AddSince(started);
            }
        })));
        return Said(Round.Of(name, "heartbeats", target.Programs, calls, errors, await meter.Stop(), answers));
    }

    private static Round Said(Round round)
    {
        Progress.Say(string.Create(
            CultureInfo.InvariantCulture,
            $"{round.Subject}: {round.Scenario}, {round.CallsPerSecond:F0}/s, p99 {round.Answers?.P99:F1} ms, {round.ProcessorMilliseconds:F2} ms of CPU each, {round.Errors} errors, others' cores {round.Cost.OtherProcessorSeconds / round.Seconds:F2}"));
        return round;
    }

    private static Table Speeds(IEnumerable<Round> rounds)
    {
        var table = new Table().AddColumns("", "what", "a second", "x the bare hub", "CPU ms each", "errors");
        var all = rounds.ToList();
        foreach (var round in all)
        {
            var floor = all.Find(other => other.Scenario == round.Scenario && other.Subject == all[0].Subject);
            table.AddRow(
                round.Subject, round.Scenario, $"{round.CallsPerSecond:F0}", floor is null ? "" : Number(round.CallsPerSecond / floor.CallsPerSecond), Number(round.ProcessorMilliseconds), $"{round.Errors}");
        }

        return table;
    }

    private static Table Memory(IEnumerable<Held> held)
    {
        var table = new Table().AddColumns("", "connections", "", "MB before", "MB", "kB each", "in 1 GB");
        foreach (var one in held)
        {
            table.AddRow(one.Subject, $"{one.Connections}", one.Kind, Number(one.MegabytesBefore), Number(one.Megabytes), Number(one.KilobytesEach), $"{one.InOneGigabyte:F0}");
        }

        return table;
    }

    private static string Number(double number) => number.ToString("F2", CultureInfo.InvariantCulture);

    /// <summary>Of the processes that have the connections: of a platform, its LiveServices.</summary>
    private static double Megabytes(Target target) =>
        ProcessTimes.Read().Megabytes.GetValueOrDefault(target.Programs.FirstOrDefault(program => program == "LiveService") ?? target.Programs[0]);

    /// <summary>Where signals are counted now.</summary>
    private sealed class Arrivals
    {
        private Latencies now = new();

        public Latencies Now => Volatile.Read(ref now);

        public Latencies Anew()
        {
            var fresh = new Latencies();
            Volatile.Write(ref now, fresh);
            return fresh;
        }
    }

    /// <summary>What connections hold, garbage included.</summary>
    private sealed record Held(string Subject, string Kind, int Connections, double MegabytesBefore, double Megabytes)
    {
        public double KilobytesEach => (Megabytes - MegabytesBefore) * 1024 / Connections;

        public double InOneGigabyte => (1024 - MegabytesBefore) * 1024 / KilobytesEach;
    }
}
