using MassTransit;

namespace Bus.Questions;

/// <summary>Drops a question whose sender has given up, each time before it is begun.</summary>
internal sealed class ExpiredQuestionFilter<T>(QuestionExpiry expiry) : IFilter<ConsumeContext<T>> where T : class
{
    public async Task Send(ConsumeContext<T> context, IPipe<ConsumeContext<T>> next)
    {
        if (expiry.HasExpired(context))
        {
            // It is done with: what nobody has consumed is taken for a message that no consumer knows.
            await context.NotifyConsumed(context, context.ReceiveContext.ElapsedTime, "expired");
            return;
        }

        await next.Send(context);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("expiredQuestion");
}
