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
        var told = await Ask(termsId);
        if (RewardTerms.IdOf(told.Content) != termsId)
        {
            throw new InvalidOperationException($"EventService told other terms than {termsId}, which a request refers to.");
        }

        // Another instance may have been first: what it stored is the same.
        var terms = new KnownTerms { Id = termsId, Content = told.Content };
        await documents.Insert(terms);
        return terms;
    }

    /// <summary>Waits for EventService as for a store: whatever keeps it from answering is nothing that the message could help.</summary>
    /// <exception cref="RequestFaultException">It answered that it cannot, and its own store is there.</exception>
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
        catch (Exception e) when (e is not RequestFaultException fault || IsOfItsStore(fault.Fault?.Exceptions))
        {
            throw new StoreUnavailableException("EventService", e);
        }

        return response.Is(out Response<RewardTerms>? terms)
            ? terms.Message
            : throw new InvalidOperationException($"EventService knows no terms {termsId}, which a request refers to.");
    }

    private static bool IsOfItsStore(IEnumerable<ExceptionInfo?>? faults) => faults?.Any(
        fault => fault is not null && (fault.ExceptionType == TypeCache<StoreUnavailableException>.ShortName || IsOfItsStore([fault.InnerException]))) == true;
}
