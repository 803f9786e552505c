using Contracts.Events;
using Contracts.Requests;
using Documents;
using MassTransit;

namespace EventService.Requests;

/// <summary>Where requests stand, for whoever compares them with what was granted.</summary>
internal sealed class ListRequestStatesConsumer(IDocumentStore<RewardRequest> requests) : IConsumer<ListRequestStates>, IConsumer<FindRequestStates>
{
    private const int AtOnce = 16;

    public async Task Consume(ConsumeContext<ListRequestStates> context)
    {
        var (from, limit) = context.Message;
        var page = await requests.Query(new Query<RewardRequest>().OrderBy(r => r.Id).From(from).Take(limit + 1), context.CancellationToken);
        var next = page.Items.ElementAtOrDefault(limit);
        await context.RespondAsync(new RewardRequestStateList([.. page.Items.Take(limit).Select(StateOf)], next is null ? null : Guid.Parse(next.Id)));
    }

    public async Task Consume(ConsumeContext<FindRequestStates> context)
    {
        var found = new List<RewardRequestState>();
        foreach (var ids in context.Message.RequestIds.Chunk(AtOnce))
        {
            var some = await Task.WhenAll(ids.Select(id => requests.Get(id.ToString(), context.CancellationToken)));
            found.AddRange(some.OfType<RewardRequest>().Select(StateOf));
        }

        await context.RespondAsync(new RewardRequestStateList(found, null));
    }

    private static RewardRequestState StateOf(RewardRequest request) => new(
        Guid.Parse(request.Id),
        request.Status,
        request.Version,
        request.UpdatedAt,
        [.. request.Rewards.Select(reward => reward.Id)],
        request.Approval == ApprovalMode.Auto);
}
