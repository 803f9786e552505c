using Bus;
using MassTransit;

namespace AuthService.Mails;

/// <summary>Mail servers take few connections of one client at once.</summary>
internal sealed class MailDefinition<TConsumer> : ConsumerDefinition<TConsumer> where TConsumer : class, IConsumer
{
    private const int AtOnce = 8;

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<TConsumer> consumerConfigurator, IRegistrationContext context)
    {
        endpointConfigurator.UseDurableWork(context);
        endpointConfigurator.PrefetchCount = AtOnce;
        endpointConfigurator.ConcurrentMessageLimit = AtOnce;
    }
}
