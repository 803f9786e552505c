using Contracts.Requests;
using MassTransit;

namespace EventService.Terms;

internal sealed class GetRewardTermsConsumer(RewardTermsStore terms) : IConsumer<GetRewardTerms>
{
    public async Task Consume(ConsumeContext<GetRewardTerms> context)
    {
        var found = await terms.Find(context.Message.TermsId, context.CancellationToken);
        await context.Answer(found is null ? null : new RewardTerms(found.Id, found.Content), found is null ? Refusals.NoTerms : null);
    }
}
