namespace Contracts.Requests;

/// <summary>The answer to GetRewardTerms: what is granted for each reward of the requests that refer to them. The same id always means
/// the same terms.</summary>
public sealed record RewardTerms(string TermsId, IReadOnlyList<RewardToGrant> Rewards);
