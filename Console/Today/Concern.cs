using System.Diagnostics;
using OperatorsConsole.Events.Rewards;
using OperatorsConsole.Shell;

namespace OperatorsConsole.Today;

/// <summary>Something that somebody should look at.</summary>
/// <param name="Address">Where one acts, below the console's path; null where the reader has no screen for it.</param>
public sealed record Concern(string What, string State, string? Address)
{
    /// <summary>A budget is low with so small a part of it left.</summary>
    private const int LowPart = 10;

    private static readonly TimeSpan Soon = TimeSpan.FromDays(2);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <returns>Null where it does not end soon.</returns>
    public static Concern? OfEnd(Event open, bool mayChange, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(open);
        return open.PeriodEnd is { } end && end - now < Soon ? new Concern($"{open.Name} ends within two days", "ENDS SOON", AddressOf(open, mayChange)) : null;
    }

    public static IEnumerable<Concern> OfStock(Event open, IReadOnlyList<Reward> rewards)
    {
        ArgumentNullException.ThrowIfNull(open);
        ArgumentNullException.ThrowIfNull(rewards);
        return rewards.Count == 0
            ? [new Concern($"{open.Name} gives nothing: nobody can request it", "NO REWARDS", $"events/{open.Id}/rewards/new")]
            : rewards.Select(RewardLine.Of).Where(reward => reward.IsLow).Select(reward => new Concern(
                $"{reward.Name} of {open.Name}: {Figure.Of(reward.Remaining ?? 0)} of {Figure.Of(reward.Stock ?? 0)} left",
                reward.Remaining == 0 ? "OUT OF STOCK" : "FEW LEFT",
                $"rewards?q={Uri.EscapeDataString(open.Name)}&low=true"));
    }

    /// <param name="given">Points of the event that users have; what was revoked and is not given back is spent besides, and is not known here.</param>
    /// <returns>Null where enough seems to be left. A budget is spent as soon as one more request does not fit.</returns>
    public static Concern? OfBudget(Event open, IReadOnlyList<Reward> rewards, long given, bool mayChange)
    {
        ArgumentNullException.ThrowIfNull(open);
        ArgumentNullException.ThrowIfNull(rewards);
        var asked = rewards.OfType<PointReward>().Sum(reward => reward.Points);
        if (open.PointBudget is not { } budget || asked == 0)
        {
            return null;
        }

        var left = Math.Max(0, budget - given);
        var what = $"{open.Name}: users hold {Figure.Of(given)} points of a budget of {Figure.Of(budget)}";
        return left < asked ? new Concern($"{what}; a request takes {Figure.Of(asked)}", "BUDGET SPENT", AddressOf(open, mayChange))
            : left <= budget / LowPart ? new Concern(what, "BUDGET LOW", AddressOf(open, mayChange))
            : null;
    }

    /// <summary>Of what is decided and comes to no end. What waits for a person or for deliveries is not stalled.</summary>
    /// <param name="auto">Events whose requests are decided by themselves.</param>
    public static IEnumerable<Concern> OfStalled(IEnumerable<RewardRequest> requests, IReadOnlySet<Guid> auto, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(requests);
        ArgumentNullException.ThrowIfNull(auto);
        return requests.Where(request => now - request.UpdatedAt > Patience && IsForPlatform(request, auto)).GroupBy(request => request.Status)
            .Select(stalled => stalled.ToList())
            .Select(stalled => stalled.Count == 1
                ? new Concern("A request has waited for the platform for more than ten minutes", "STALLED", $"requests/{stalled[0].Id}")
                : new Concern($"{Figure.Of(stalled.Count)} requests have waited for the platform for more than ten minutes", "STALLED", $"requests?status={stalled[0].Status}"));
    }

    public static IEnumerable<Concern> OfDeadLetters(IEnumerable<DeadLetters> queues, bool maySee)
    {
        ArgumentNullException.ThrowIfNull(queues);
        return queues.Where(queue => queue.Count > 0)
            .Select(queue => new Concern(queue.Count == 1 ? $"A message of {queue.Queue} could not be worked on" : $"{Figure.Of(queue.Count)} messages of {queue.Queue} could not be worked on", "DEAD LETTERS", maySee ? "operations" : null));
    }

    private static bool IsForPlatform(RewardRequest request, IReadOnlySet<Guid> auto) => request.Status switch
    {
        RequestStatus.Approved => request.Rewards.Any(reward => !reward.Granted),
        RequestStatus.Pending => auto.Contains(request.EventId),
        RequestStatus.Fulfilled or RequestStatus.Rejected or RequestStatus.Failed or RequestStatus.Cancelled or RequestStatus.Revoked or RequestStatus.Unknown => false,
        _ => throw new UnreachableException(),
    };

    private static string AddressOf(Event open, bool mayChange) => mayChange ? $"events/{open.Id}/edit" : $"events/{open.Id}";
}
