using Bus;
using Contracts;
using Contracts.Requests;
using Documents;
using MassTransit;

namespace RewardWorker.Terms;

/// <summary>What requests are granted by, by the id that they refer to: from memory, else from this service's store, else from EventService.</summary>
internal sealed class TermsBook(IDocumentStore<KnownTerms> documents, IBus bus)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly ImmutableDocuments<KnownTerms> known = new();

    /// <exception cref="StoreUnavailableException">They are not known here, and EventService does not answer.</exception>
    public async Task<IReadOnlyList<RewardToGrant>> Get(string termsId, CancellationToken cancellationToken) =>
        (await known.Get(termsId, async () => await documents.Get(termsId) ?? await Learn(termsId), cancellationToken)).Rewards;

    /// <inheritdoc cref="Get"/>
    public async Task<RewardToGrant> Reward(string termsId, Guid rewardId, CancellationToken cancellationToken) =>
        (await Get(termsId, cancellationToken)).FirstOrDefault(reward => reward.RewardId == rewardId)
        ?? throw new InvalidOperationException($"Terms {termsId} have no reward {rewardId}.");

    private async Task<KnownTerms> Learn(string termsId)
    {
        var terms = new KnownTerms { Id = termsId, Rewards = (await Ask(termsId)).Rewards };

        // Another instance may have been first: what it stored is the same.
        await documents.Insert(terms);
        return terms;
    }

    /// <summary>Whatever goes wrong with a question is nothing that its message could help.</summary>
    private async Task<RewardTerms> Ask(string termsId)
    {
        Response<RewardTerms, Refused> response;
        try
        {
            // While the broker is away, publishing itself waits: the client's own timeout does not end that.
            var asked = bus.CreateRequestClient<GetRewardTerms>(Patience).GetResponse<RewardTerms, Refused>(new GetRewardTerms(termsId));
            asked.ObserveLater();
            response = await asked.WaitAsync(2 * Patience);
        }
        catch (Exception e)
        {
            throw new StoreUnavailableException("EventService", e);
        }

        return response.Is(out Response<RewardTerms>? terms)
            ? terms.Message
            : throw new InvalidOperationException($"EventService knows no terms {termsId}, which a request refers to.");
    }
}
