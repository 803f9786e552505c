using Bus.Questions;
using Bus.Stores;
using MassTransit;
using MassTransit.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Bus;

/// <summary>What stands before the consumers of an endpoint, for each of its messages, behind what was added to it before.</summary>
internal sealed class EndpointGuards : ConfigurationObserver, IMessageConfigurationObserver
{
    private readonly StoreWaits? waits;
    private readonly QuestionExpiry expiry;

    private EndpointGuards(IConsumePipeConfigurator endpoint, StoreWaits? waits, QuestionExpiry expiry) : base(endpoint)
    {
        this.waits = waits;
        this.expiry = expiry;
        Connect(this);
    }

    /// <summary>Work waits for its store. What is asked of it expires all the same, while it waited, too.</summary>
    public static void OfWork(IConsumePipeConfigurator endpoint, IRegistrationContext context) =>
        _ = new EndpointGuards(endpoint, context.GetRequiredService<StoreWaits>(), context.GetRequiredService<QuestionExpiry>());

    public static void OfQuestions(IConsumePipeConfigurator endpoint, IRegistrationContext context) =>
        _ = new EndpointGuards(endpoint, null, context.GetRequiredService<QuestionExpiry>());

    void IMessageConfigurationObserver.MessageConfigured<TMessage>(IConsumePipeConfigurator configurator)
    {
        if (waits is not null)
        {
            Add(new StoreWaitFilter<TMessage>(waits));
        }

        Add(new ExpiredQuestionFilter<TMessage>(expiry));

        void Add(IFilter<ConsumeContext<TMessage>> filter) =>
            configurator.AddPipeSpecification(new FilterPipeSpecification<ConsumeContext<TMessage>>(filter));
    }
}
