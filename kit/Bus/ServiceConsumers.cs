using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Bus;

/// <summary>
/// Registers the consumers of one service. Their queues are named <c>{service}.{ask|work}.{what}</c>, so that a broker's
/// list of them sorts by whose they are and what kind.
/// </summary>
/// <param name="service">One lower-case word.</param>
public sealed class ServiceConsumers(IBusRegistrationConfigurator bus, string service)
{
    private const string Ask = "ask";
    private const string Work = "work";

    /// <summary>
    /// A consumer whose sender waits for the answer: a fault is answered at once, and the message is not kept (it may
    /// hold a password, and nobody waits for it any more). Once its sender has given up it is not begun.
    /// </summary>
    public void AddRequestConsumer<TConsumer>() where TConsumer : class, IConsumer =>
        bus.AddConsumer<TConsumer, RequestConsumerDefinition<TConsumer>>().Endpoint(endpoint => Receive<TConsumer>(endpoint, Ask));

    /// <summary>
    /// One that finishes what an earlier delivery has begun, also when its sender has given up by then: it asks
    /// <see cref="Questions.QuestionExpiry"/> itself before it begins anything.
    /// </summary>
    public void AddFinishingRequestConsumer<TConsumer>() where TConsumer : class, IConsumer =>
        bus.AddConsumer<TConsumer, FinishingConsumerDefinition<TConsumer>>().Endpoint(endpoint => Receive<TConsumer>(endpoint, Ask));

    /// <summary>A consumer of work that must be done: retried at once, then with growing pauses, then kept in its error queue.</summary>
    public void AddDurableConsumer<TConsumer>() where TConsumer : class, IConsumer =>
        AddDurableConsumer<TConsumer, DurableConsumerDefinition<TConsumer>>();

    /// <summary>One with more to say of its queue than <see cref="MessageBusExtensions.UseDurableWork"/>, which its definition calls.</summary>
    public void AddDurableConsumer<TConsumer, TDefinition>() where TConsumer : class, IConsumer where TDefinition : class, IConsumerDefinition<TConsumer> =>
        bus.AddConsumer<TConsumer, TDefinition>().Endpoint(endpoint => Receive<TConsumer>(endpoint, Work));

    /// <inheritdoc cref="AddDurableConsumer{TConsumer, TDefinition}"/>
    public ISagaRegistrationConfigurator<TState> AddDurableSaga<TMachine, TState, TDefinition>(string what)
        where TMachine : class, SagaStateMachine<TState> where TState : class, SagaStateMachineInstance where TDefinition : class, ISagaDefinition<TState> =>
        bus.AddSagaStateMachine<TMachine, TState, TDefinition>().Endpoint(endpoint =>
            Receive(endpoint, Queue(Work, what), context => ConsumedMessages.Of(context.GetRequiredService<TMachine>())));

    /// <summary>On a queue of each instance's own that goes with it: every instance sees each message, and nothing is kept.</summary>
    public void AddInstanceConsumer<TConsumer>() where TConsumer : class, IConsumer =>
        bus.AddConsumer<TConsumer, InstanceConsumerDefinition<TConsumer>>().Endpoint(endpoint =>
        {
            Receive<TConsumer>(endpoint, Work, $"-{NewId.NextGuid():N}");
            endpoint.Temporary = true;
        });

    private void Receive<TConsumer>(IEndpointRegistrationConfigurator endpoint, string kind, string suffix = "") where TConsumer : class, IConsumer =>
        Receive(endpoint, Queue(kind, KebabCaseEndpointNameFormatter.Instance.Consumer<TConsumer>() + suffix), _ => ConsumedMessages.Of(typeof(TConsumer)));

    private static void Receive(IEndpointRegistrationConfigurator endpoint, string queue, Func<IRegistrationContext, IEnumerable<Type>> messages)
    {
        endpoint.Name = queue;
        endpoint.AddConfigureEndpointCallback((context, configurator) => context.GetRequiredService<FormerNames>().Accept(configurator, messages(context)));
    }

    private string Queue(string kind, string what) => $"{service}.{kind}.{what}";
}

public static class ServiceConsumersExtensions
{
    public static ServiceConsumers ForService(this IBusRegistrationConfigurator bus, string service) => new(bus, service);
}
