using Contracts.Wallets;
using Documents;
using MassTransit;
using RewardWorker.Fulfilment;
using RewardWorker.Ledger;

namespace RewardWorker.Wallets;

internal sealed class GetWalletConsumer(IDocumentStore<Grant> grants, IDocumentStore<RewardFulfilmentState> fulfilments) : IConsumer<GetWallet>
{
    private const int PageSize = 1000;

    public async Task Consume(ConsumeContext<GetWallet> context)
    {
        var ledger = new List<Grant>();
        var ofUser = new Query<Grant>().Where(g => g.UserId, context.Message.UserId).OrderBy(g => g.At).Take(PageSize);
        await foreach (var page in grants.Pages(ofUser, context.CancellationToken))
        {
            ledger.AddRange(page);
        }

        var held = Grant.Held(ledger).ToList();
        var fulfilled = await Fulfilled([.. held.Where(MayFail).Select(g => g.RequestId).Distinct()], context.CancellationToken);

        // The code of a request that fails goes to somebody else, and so may not have been seen.
        await context.RespondAsync(Wallet.Of(held.Where(g => !MayFail(g) || fulfilled.Contains(g.RequestId))));
    }

    /// <summary>As far as its own entry says.</summary>
    private static bool MayFail(Grant grant) => grant is { CodeOrdinal: not null, IsFinal: not true };

    /// <summary>Those of the requests that are known to have been fulfilled: one read for a thousand of them.</summary>
    private async Task<HashSet<Guid>> Fulfilled(IReadOnlyList<Guid> requestIds, CancellationToken cancellationToken)
    {
        var fulfilled = new HashSet<Guid>();
        foreach (var ids in requestIds.Chunk(PageSize))
        {
            var page = await fulfilments.Query(
                new Query<RewardFulfilmentState>().Where(f => f.Id, [.. ids.Cast<object>()]).OrderBy(f => f.Id).Take(PageSize), cancellationToken);
            fulfilled.UnionWith(page.Items
                .Where(f => f.CurrentState is nameof(RewardFulfilmentStateMachine.Fulfilled) or nameof(RewardFulfilmentStateMachine.Revoked))
                .Select(f => f.CorrelationId));
        }

        return fulfilled;
    }
}
