using Documents;
using EventService.Events;

namespace EventService.Terms;

/// <summary>The terms that requests refer to. Those in use are in memory, and then cost neither a read nor a write.</summary>
internal sealed class RewardTermsStore(IDocumentStore<RewardTermsDocument> documents)
{
    private readonly ImmutableDocuments<RewardTermsDocument> known = new();

    /// <summary>The event's present terms: they are stored when this is done.</summary>
    public Task<RewardTermsDocument> Keep(EventDocument e, CancellationToken cancellationToken)
    {
        var terms = RewardTermsDocument.Of(e);
        return known.Get(terms.Id, () => Insert(terms), cancellationToken);
    }

    /// <exception cref="InvalidOperationException">Nobody has kept such terms.</exception>
    public Task<RewardTermsDocument> Get(string id, CancellationToken cancellationToken) => known.Get(
        id, async () => await documents.Get(id, CancellationToken.None) ?? throw new InvalidOperationException($"There are no terms {id}."), cancellationToken);

    /// <summary>
    /// As they are stored, and stored again when the database has lost them (it was restored, or lost commits in a failover) while
    /// they are in memory here: accepted requests refer to them. Null when they are nowhere.
    /// </summary>
    public async Task<RewardTermsDocument?> Find(string id, CancellationToken cancellationToken) =>
        await documents.Get(id, cancellationToken)
        ?? (known.Find(id) is { } lost ? await Insert(new RewardTermsDocument { Id = lost.Id, Content = lost.Content }) : null);

    private async Task<RewardTermsDocument> Insert(RewardTermsDocument terms)
    {
        var result = await documents.Insert(terms);
        return result.IsSaved || result.Outcome == WriteOutcome.DuplicateId
            ? terms
            : throw new InvalidOperationException($"Terms {terms.Id} were not stored: {result}.");
    }
}
