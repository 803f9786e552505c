using Contracts;
using Documents;

namespace EventService;

/// <summary>What a decision did: it changed the document, left it as it is, or refused.</summary>
internal readonly record struct Decision(bool Save, Refused? Refusal)
{
    public static readonly Decision Changed = new(true, null);
    public static readonly Decision Unchanged = new(false, null);

    public static implicit operator Decision(Refused refusal) => new(false, refusal);
}

internal static class DecisionExtensions
{
    /// <summary>Decides on a command unless that was done already; then it is remembered, also when it changed nothing.</summary>
    /// <param name="command">Null for what may come any number of times.</param>
    public static Decision Once<T>(this T document, Guid? command, Func<T, Decision> decide) where T : IRemembersCommands
    {
        if (command is not { } id)
        {
            return decide(document);
        }

        if (document.HasDone(id))
        {
            return Decision.Unchanged;
        }

        var decision = decide(document);
        if (decision.Refusal is not null)
        {
            return decision;
        }

        document.Remember(id);
        return Decision.Changed;
    }

    /// <summary>Loads, decides and saves, again from the start when another writer came between. Exactly one of the two results is set.</summary>
    public static async Task<(T? Document, Refused? Refusal)> Decide<T>(
        this IDocumentStore<T> store, Guid id, Func<T, Decision> decide, Refused missing, CancellationToken cancellationToken)
        where T : Document
    {
        var decision = Decision.Unchanged;
        var document = await store.Change(
            id.ToString(),
            loaded =>
            {
                decision = decide(loaded);
                return decision.Save;
            },
            cancellationToken);
        return document is null ? (null, missing)
            : decision.Refusal is { } refusal ? (null, refusal)
            : (document, null);
    }
}
