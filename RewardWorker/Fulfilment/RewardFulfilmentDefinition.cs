using Bus;
using Contracts.Deliveries;
using Contracts.Requests;
using MassTransit;

namespace RewardWorker.Fulfilment;

/// <summary>
/// Requests run beside each other; the messages of one request run one after the other within this instance. Across
/// instances the document's version decides, and the loser's retry loads what the winner saved.
/// </summary>
internal sealed class RewardFulfilmentDefinition : SagaDefinition<RewardFulfilmentState>
{
    private const int Partitions = 256;

    protected override void ConfigureSaga(
        IReceiveEndpointConfigurator endpointConfigurator, ISagaConfigurator<RewardFulfilmentState> sagaConfigurator, IRegistrationContext context)
    {
        endpointConfigurator.UseDurableWork(context);
        endpointConfigurator.ConcurrentMessageLimit = context.GetRequiredService<MessageBusSettings>().Prefetch;

        // Inside the retries: a message that waits for its next attempt does not hold up its partition.
        var partitions = endpointConfigurator.CreatePartitioner(Partitions);
        sagaConfigurator.Message<RewardRequested>(m => m.UsePartitioner(partitions, c => c.Message.RequestId));
        sagaConfigurator.Message<RewardRequestApproved>(m => m.UsePartitioner(partitions, c => c.Message.RequestId));
        sagaConfigurator.Message<RewardRequestRejected>(m => m.UsePartitioner(partitions, c => c.Message.RequestId));
        sagaConfigurator.Message<RewardRequestCancelled>(m => m.UsePartitioner(partitions, c => c.Message.RequestId));
        sagaConfigurator.Message<RewardRequestRevoked>(m => m.UsePartitioner(partitions, c => c.Message.RequestId));
        sagaConfigurator.Message<GrantDelivered>(m => m.UsePartitioner(partitions, c => c.Message.RequestId));
        sagaConfigurator.Message<GrantDeliveryFailed>(m => m.UsePartitioner(partitions, c => c.Message.RequestId));
        sagaConfigurator.Message<FulfilmentDue>(m => m.UsePartitioner(partitions, c => c.Message.RequestId));
    }
}
