using Bus.DeadLetters;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Bus;

internal class RequestConsumerDefinition<TConsumer> : ConsumerDefinition<TConsumer> where TConsumer : class, IConsumer
{
    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<TConsumer> consumerConfigurator, IRegistrationContext context)
    {
        ConfigureQueue(endpointConfigurator, context);
        EndpointGuards.OfQuestions(endpointConfigurator, context);
    }

    protected static void ConfigureQueue(IReceiveEndpointConfigurator endpointConfigurator, IRegistrationContext context)
    {
        context.GetRequiredService<WorkQueues>().Leave(endpointConfigurator.InputAddress);
        endpointConfigurator.DiscardFaultedMessages();
        endpointConfigurator.DiscardUnknownMessages();
        endpointConfigurator.UseMessageRetry(retry => retry.Immediate(2));
    }
}

internal sealed class FinishingConsumerDefinition<TConsumer> : RequestConsumerDefinition<TConsumer> where TConsumer : class, IConsumer
{
    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<TConsumer> consumerConfigurator, IRegistrationContext context) =>
        ConfigureQueue(endpointConfigurator, context);
}

internal sealed class DurableConsumerDefinition<TConsumer> : ConsumerDefinition<TConsumer> where TConsumer : class, IConsumer
{
    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<TConsumer> consumerConfigurator, IRegistrationContext context) =>
        endpointConfigurator.UseDurableWork(context);
}

internal sealed class InstanceConsumerDefinition<TConsumer> : ConsumerDefinition<TConsumer> where TConsumer : class, IConsumer
{
    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<TConsumer> consumerConfigurator, IRegistrationContext context)
    {
        endpointConfigurator.DiscardFaultedMessages();
        endpointConfigurator.DiscardSkippedMessages();
    }
}
