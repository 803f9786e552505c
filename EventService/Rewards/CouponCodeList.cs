using Contracts.Granting;
using MassTransit;

namespace EventService.Rewards;

/// <summary>Hands a reward's own coupon codes to RewardWorker, which alone keeps them.</summary>
internal static class CouponCodeList
{
    private const int PartsAtOnce = 16;
    private static readonly RequestTimeout Patience = RequestTimeout.After(s: 30);

    public static Task HandOver(IClientFactory clients, Guid rewardId, IReadOnlyList<string> codes, CancellationToken cancellationToken)
    {
        var client = clients.CreateRequestClient<AddCouponCodes>(Patience);
        return Parallel.ForEachAsync(
            codes.Chunk(AddCouponCodes.PartSize).Select((part, i) => new AddCouponCodes(rewardId, i, part)),
            new ParallelOptions { MaxDegreeOfParallelism = PartsAtOnce, CancellationToken = cancellationToken },
            async (part, token) => await client.GetResponse<CouponCodesAdded>(part, token));
    }
}
