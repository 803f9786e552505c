using System.Net;
using OperatorsConsole.Events.Rewards;

namespace OperatorsConsole.Today;

/// <summary>Something that somebody should look at.</summary>
/// <param name="Address">Where, below the console's path; null where there is no screen for it.</param>
public sealed record Concern(string What, string State, string? Address);

/// <summary>A request that waits for operators.</summary>
public sealed record Waiting(Guid Id, string Event, DateTimeOffset Since);

/// <summary>A part of it, or why it is not there.</summary>
public sealed record Part<T>(T? Value, Fault? Fault);

/// <summary>The first requests that wait. More: than are shown.</summary>
public sealed record WaitingRequests(IReadOnlyList<Waiting> Items, bool More);

/// <summary>What a day begins with. What stands beside the open events fails by itself.</summary>
/// <param name="Waiting">Null for who may not see it.</param>
/// <param name="Missed">Why not all was looked through for concerns.</param>
public sealed record Overview(Part<WaitingRequests>? Waiting, IReadOnlyList<Event> Open, IReadOnlyList<Concern> Concerns, Fault? Missed)
{
    private const int ShownWaiting = 10;
    private const int LookedThrough = 20;
    private const int Soon = 48;

    public static async Task<Overview> Load(MessagingClient client, Reader reader, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(reader);
        var open = (await client.Events.List(active: true).Page(LookedThrough, cancellationToken: cancellationToken)).Items;
        List<Part<List<Concern>>> concerns = [new([.. open.Where(one => one.PeriodEnd is { } end && end - now < TimeSpan.FromHours(Soon)).Select(EndsSoon)], null)];
        foreach (var one in reader.May(Permission.RewardsWrite) ? open : [])
        {
            concerns.Add(await Alone(() => OfRewards(client, one, cancellationToken)));
            if (concerns[^1].Fault is not null)
            {
                // The next would be answered no better, and each takes its time.
                break;
            }
        }

        if (reader.May(Permission.OperationsWrite))
        {
            concerns.Add(await Alone(() => OfDeadLetters(client, cancellationToken)));
        }

        return new Overview(
            reader.May(Permission.RequestsRead) ? await Alone(() => ThatWait(client, open, cancellationToken)) : null,
            open,
            [.. concerns.SelectMany(part => part.Value ?? [])],
            concerns.Select(part => part.Fault).FirstOrDefault(fault => fault is not null));
    }

    private static async Task<Part<T>> Alone<T>(Func<Task<T>> load)
    {
        try
        {
            return new Part<T>(await load(), null);
        }
        catch (Exception e) when (Fault.OfPart(e) is { } fault)
        {
            return new Part<T>(default, fault);
        }
    }

    private static Concern EndsSoon(Event open) => new($"{open.Name} ends within two days", "ENDS SOON", $"events/{open.Id}");

    private static async Task<List<Concern>> OfRewards(MessagingClient client, Event open, CancellationToken cancellationToken)
    {
        var rewards = (await client.Rewards.List(open.Id).Page(100, cancellationToken: cancellationToken)).Items.Select(RewardLine.Of).ToList();
        return rewards.Count == 0
            ? [new Concern($"{open.Name} gives nothing: nobody can request it", "NO REWARDS", $"events/{open.Id}")]
            : [.. rewards.Where(reward => reward.IsLow).Select(reward => new Concern(
                $"{reward.Name} of {open.Name}: {reward.Remaining} of {reward.Stock} left", reward.Remaining == 0 ? "OUT OF STOCK" : "FEW LEFT", $"events/{open.Id}"))];
    }

    private static async Task<List<Concern>> OfDeadLetters(MessagingClient client, CancellationToken cancellationToken)
    {
        var dead = await client.Operations.DeadLetters().Page(100, cancellationToken: cancellationToken);
        return [.. dead.Items.Where(queue => queue.Count > 0).Select(queue => new Concern($"{queue.Count} messages of {queue.Queue} could not be worked on", "DEAD LETTERS", null))];
    }

    private static async Task<string> NameOf(MessagingClient client, Guid eventId, CancellationToken cancellationToken)
    {
        try
        {
            return (await client.Events.Get(eventId, cancellationToken)).Name;
        }
        catch (ProblemException e) when (e.Status == HttpStatusCode.NotFound)
        {
            // Its requests wait all the same.
            return eventId.ToString();
        }
    }

    private static async Task<WaitingRequests> ThatWait(MessagingClient client, IReadOnlyList<Event> known, CancellationToken cancellationToken)
    {
        var pending = await client.Requests.List(status: RequestStatus.Pending).Page(ShownWaiting, cancellationToken: cancellationToken);
        var names = known.ToDictionary(one => one.Id, one => one.Name);
        foreach (var id in pending.Items.Select(request => request.EventId).Distinct().Where(id => !names.ContainsKey(id)).ToList())
        {
            names[id] = await NameOf(client, id, cancellationToken);
        }

        return new WaitingRequests([.. pending.Items.Select(request => new Waiting(request.Id, names[request.EventId], request.CreatedAt))], pending.NextCursor is not null);
    }
}
