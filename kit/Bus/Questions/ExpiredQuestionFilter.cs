using MassTransit;

namespace Bus.Questions;

/// <summary>Drops a question whose sender has given up, each time before it is begun.</summary>
internal sealed class ExpiredQuestionFilter<T>(QuestionExpiry expiry) : IFilter<ConsumeContext<T>> where T : class
{
    public Task Send(ConsumeContext<T> context, IPipe<ConsumeContext<T>> next) =>
        expiry.HasExpired(context) ? Task.CompletedTask : next.Send(context);

    public void Probe(ProbeContext context) => context.CreateFilterScope("expiredQuestion");
}
