using Contracts.Requests;
using Documents;

namespace RewardWorker.Terms;

/// <summary>Terms that EventService has told, so that it need not be asked again. They never change.</summary>
internal sealed class KnownTerms : Document
{
    public static readonly Schema<KnownTerms> Schema = new("known_reward_terms");

    public required IReadOnlyList<RewardToGrant> Rewards { get; init; }
}
