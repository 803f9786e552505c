using System.Collections.Concurrent;

namespace OperatorsConsole.Earning;

/// <summary>What events give, a reward each, as a tab has it: it seldom becomes other, and need not be seen at once.</summary>
public sealed class Gifts(TimeProvider time)
{
    private const int Most = 20;

    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(2);

    private readonly ConcurrentDictionary<Guid, (IReadOnlyList<string> Names, long Since)> known = [];

    public async Task<IReadOnlyList<string>> Of(MessagingClient client, Guid eventId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        if (known.TryGetValue(eventId, out var kept) && time.GetElapsedTime(kept.Since) < Kept)
        {
            return kept.Names;
        }

        var rewards = await client.Rewards.List(eventId).Page(Most, cancellationToken: cancellationToken);
        IReadOnlyList<string> names = [.. rewards.Items.Select(reward => reward.Name)];
        if (names.Count > 0)
        {
            // What gives nothing yet is about to. A tab that turns many pages keeps what is still good of them.
            foreach (var old in known.Where(one => time.GetElapsedTime(one.Value.Since) >= Kept))
            {
                known.TryRemove(old);
            }

            known[eventId] = (names, time.GetTimestamp());
        }

        return names;
    }
}
