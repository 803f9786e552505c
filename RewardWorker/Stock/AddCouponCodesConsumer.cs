using Contracts.Granting;
using Documents;
using MassTransit;

namespace RewardWorker.Stock;

internal sealed class AddCouponCodesConsumer(IDocumentStore<CouponCodeChunk> chunks) : IConsumer<AddCouponCodes>
{
    public async Task Consume(ConsumeContext<AddCouponCodes> context)
    {
        var message = context.Message;
        if (message.Codes.Count is 0 or > CouponCodeChunk.Size)
        {
            throw new ArgumentException($"A part has 1 to {CouponCodeChunk.Size} codes, not {message.Codes.Count}.", nameof(context));
        }

        // The same part again is there already: a reward's id is never used for another list.
        await chunks.Insert(
            new CouponCodeChunk { Id = CouponCodeChunk.IdOf(message.RewardId, message.Chunk), Codes = message.Codes }, context.CancellationToken);
        await context.RespondAsync(new CouponCodesAdded(message.RewardId, message.Chunk));
    }
}
