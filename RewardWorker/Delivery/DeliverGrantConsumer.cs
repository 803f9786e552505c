using Contracts.Deliveries;
using Documents;
using MassTransit;
using RewardWorker.Ledger;

namespace RewardWorker.Delivery;

/// <summary>Enters the delivery of a grant once, however often it is asked to, and says again how one ended.</summary>
internal sealed class DeliverGrantConsumer(IDocumentStore<GrantDelivery> deliveries, TimeProvider time) : IConsumer<DeliverGrant>
{
    public async Task Consume(ConsumeContext<DeliverGrant> context)
    {
        var message = context.Message;
        var id = Grant.IdOf(message.RequestId, message.RewardId);
        if (!(await deliveries.Insert(GrantDelivery.Of(message, id, time.GetUtcNow()), context.CancellationToken)).IsSaved)
        {
            await deliveries.Change(id, delivery => delivery.AnswerAgain(), context.CancellationToken);
        }
    }
}
