using Contracts.Requests;
using RewardWorker.Ledger;

namespace RewardWorker.Granting;

/// <summary>What was decided of one reward of a request, and what became of that.</summary>
/// <param name="Reversal">What took the grant back; null while it stands.</param>
internal sealed record DecidedReward(Grant Entry, Grant? Reversal)
{
    /// <summary>Why it is not granted, or not any more; null when it is.</summary>
    public string? Code => this switch
    {
        { Entry.Kind: GrantKind.Refused } => Entry.Reason,
        { Reversal: null } => null,
        { Reversal.IsCompensation: true } => Reversal.Reason,
        _ => Reasons.DecidedBefore,
    };
}
