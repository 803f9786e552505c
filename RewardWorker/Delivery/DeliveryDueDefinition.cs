using Bus;
using MassTransit;

namespace RewardWorker.Delivery;

/// <summary>A slow receiver holds an attempt for seconds: more of them run at once than there are processors.</summary>
internal sealed class DeliveryDueDefinition : ConsumerDefinition<DeliveryDueConsumer>
{
    private const int AtOnce = 64;

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<DeliveryDueConsumer> consumerConfigurator, IRegistrationContext context)
    {
        endpointConfigurator.UseDurableWork(context);
        endpointConfigurator.PrefetchCount = AtOnce;
        endpointConfigurator.ConcurrentMessageLimit = AtOnce;
    }
}
