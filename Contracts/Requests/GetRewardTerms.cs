namespace Contracts.Requests;

/// <summary>From RewardWorker, of terms that a request refers to and that it does not know yet. Answered with RewardTerms, or Refused NOT_FOUND.</summary>
public sealed record GetRewardTerms(string TermsId);
