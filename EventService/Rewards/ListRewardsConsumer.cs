using Contracts;
using Contracts.Rewards;
using Documents;
using EventService.Events;
using MassTransit;

namespace EventService.Rewards;

internal sealed class ListRewardsConsumer(IDocumentStore<EventDocument> events) : IConsumer<ListRewards>
{
    public async Task Consume(ConsumeContext<ListRewards> context)
    {
        var message = context.Message;
        if (!Cursor.TryParse(message.Cursor, out var cursor))
        {
            await context.RespondAsync(FieldFaults.BadCursor);
            return;
        }

        var e = await events.Get(message.EventId.ToString(), context.CancellationToken);
        if (e is null || !e.IsVisibleTo(message.Caller))
        {
            await context.RespondAsync(Refusals.NoEvent);
            return;
        }

        var (rewards, next) = Page(e.Rewards, cursor, message.Limit);
        var forStaff = message.Caller.SeesCodes();
        await context.RespondAsync(new RewardList([.. rewards.Select(r => r.ToDetails(message.EventId, forStaff))], next));
    }

    /// <summary>Newest first, as a store pages documents.</summary>
    internal static (IReadOnlyList<Reward> Rewards, string? NextCursor) Page(IEnumerable<Reward> rewards, Cursor? after, int limit)
    {
        var behind = rewards
            .Select(reward => (Reward: reward, Position: Position(reward)))
            .Where(r => after is null || Compare(r.Position, after) < 0)
            .OrderByDescending(r => r.Position, Comparer<Cursor>.Create(Compare))
            .ToList();
        return (
            [.. behind.Take(limit).Select(r => r.Reward)],
            behind.Count > limit ? behind[limit - 1].Position.ToString() : null);
    }

    private static Cursor Position(Reward reward) => new(DocumentJson.TextOf(reward.CreatedAt)!, reward.RewardId.ToString());

    private static int Compare(Cursor left, Cursor right) =>
        string.CompareOrdinal(left.OrderValue, right.OrderValue) is var order and not 0 ? order : string.CompareOrdinal(left.Id, right.Id);
}
