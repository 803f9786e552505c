using OperatorsConsole.Events.Rewards;

namespace OperatorsConsole.Today;

/// <summary>Something that somebody should look at.</summary>
/// <param name="Address">Where, below the console's path; null where there is no screen for it.</param>
public sealed record Concern(string What, string State, string? Address);

/// <summary>A request that waits for operators.</summary>
public sealed record Waiting(Guid Id, string Event, DateTimeOffset Since);

/// <summary>What a day begins with. Each part is null for who may not see it.</summary>
/// <param name="More">More wait than are shown.</param>
public sealed record Overview(IReadOnlyList<Waiting>? Waiting, bool More, IReadOnlyList<Event> Open, IReadOnlyList<Concern> Concerns)
{
    private const int ShownWaiting = 10;
    private const int LookedThrough = 20;
    private const int Soon = 48;

    public static async Task<Overview> Load(MessagingClient client, Reader reader, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(reader);
        var active = (await client.Events.List(active: true).Page(LookedThrough, cancellationToken: cancellationToken)).Items;
        var concerns = new List<Concern>();
        foreach (var open in active)
        {
            if (open.PeriodEnd is { } end && end - now < TimeSpan.FromHours(Soon))
            {
                concerns.Add(new Concern($"{open.Name} ends within two days", "ENDS SOON", $"events/{open.Id}"));
            }

            if (reader.May(Permission.RewardsWrite))
            {
                var rewards = (await client.Rewards.List(open.Id).Page(100, cancellationToken: cancellationToken)).Items.Select(RewardLine.Of).ToList();
                concerns.AddRange(rewards.Where(reward => reward.IsLow).Select(reward => new Concern(
                    $"{reward.Name} of {open.Name}: {reward.Remaining} of {reward.Stock} left", reward.Remaining == 0 ? "OUT OF STOCK" : "FEW LEFT", $"events/{open.Id}")));
                if (rewards.Count == 0)
                {
                    concerns.Add(new Concern($"{open.Name} gives nothing: nobody can request it", "NO REWARDS", $"events/{open.Id}"));
                }
            }
        }

        if (reader.May(Permission.OperationsWrite))
        {
            var dead = await client.Operations.DeadLetters().Page(100, cancellationToken: cancellationToken);
            concerns.AddRange(dead.Items.Where(queue => queue.Count > 0).Select(queue => new Concern($"{queue.Count} messages of {queue.Queue} could not be worked on", "DEAD LETTERS", null)));
        }

        var pending = reader.May(Permission.RequestsRead)
            ? await client.Requests.List(status: RequestStatus.Pending).Page(ShownWaiting, cancellationToken: cancellationToken)
            : null;
        return new Overview(
            pending is null ? null : await Named(client, pending.Items, active, cancellationToken),
            pending?.NextCursor is not null,
            active,
            concerns);
    }

    private static async Task<List<Waiting>> Named(MessagingClient client, IReadOnlyList<RewardRequest> pending, IReadOnlyList<Event> known, CancellationToken cancellationToken)
    {
        var names = known.ToDictionary(one => one.Id, one => one.Name);
        foreach (var id in pending.Select(request => request.EventId).Distinct().Where(id => !names.ContainsKey(id)).ToList())
        {
            names[id] = (await client.Events.Get(id, cancellationToken)).Name;
        }

        return [.. pending.Select(request => new Waiting(request.Id, names[request.EventId], request.CreatedAt))];
    }
}
