using Contracts.Requests;
using Documents;
using MassTransit;

namespace EventService.Terms;

internal sealed class GetRewardTermsConsumer(IDocumentStore<RewardTermsDocument> documents) : IConsumer<GetRewardTerms>
{
    public async Task Consume(ConsumeContext<GetRewardTerms> context)
    {
        var found = await documents.Get(context.Message.TermsId, context.CancellationToken);
        await context.Answer(found is null ? null : new RewardTerms(found.Id, found.Content), found is null ? Refusals.NoTerms : null);
    }
}
