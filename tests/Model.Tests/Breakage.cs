using Documents;
using RewardWorker.Ledger;

namespace Model.Tests;

/// <summary>A guard that is taken away.</summary>
internal sealed record Breakage
{
    public static readonly Breakage None = new();

    /// <summary>The id of a grant is another with each attempt.</summary>
    public bool GrantsHaveNewIds { get; init; }

    /// <summary>No deadline is ever seen to pass.</summary>
    public bool ClockStands { get; init; }

    /// <summary>Contra entries come to nothing.</summary>
    public bool ReversalsAreForgotten { get; init; }

    /// <summary>Of what is in the ledger nothing is found, but by its id.</summary>
    public bool LedgerIsUnread { get; init; }

    /// <summary>The collection whose versions guard nothing.</summary>
    public string? Unguarded { get; init; }

    /// <summary>A kind of message that never arrives.</summary>
    public Type? Lost { get; init; }

    public string IdOf(string collection, string id, int write) =>
        GrantsHaveNewIds && collection == Grant.Schema.Collection ? $"{id}#{Guid.NewGuid()}/{write}" : id;

    public bool Overwrites(string collection) => collection == Unguarded;

    public bool Forgets(Document document) => ReversalsAreForgotten && document is Grant { Kind: GrantKind.Reversal };

    public bool Loses(object message) => message.GetType() == Lost;
}
