using Messages;

namespace Documents.Pools;

/// <summary>A claim or a return that is under way: in the pool, and not yet known to be on the document that it is for.</summary>
/// <param name="Seq">Never given twice by a pool: tells this claim from an earlier or later one under the same id.</param>
/// <param name="Ordinal">Which of the pool's numbered units it is about; null where units have no number.</param>
/// <param name="Returning">A return: what it is about is still taken until the return is finished.</param>
public sealed record PoolEntry(long Seq, long Amount, long? Ordinal, bool Returning, DateTimeOffset At) : Extensible;

/// <param name="Entry">Null when there is not enough left.</param>
public readonly record struct Claim(PoolEntry? Entry)
{
    public static readonly Claim Refused;

    public bool IsRefused => Entry is null;
}

/// <summary>What became of the document that an entry is for.</summary>
public enum EntryFate
{
    /// <summary>It is not there yet, or not marked yet: it may still come.</summary>
    Open,

    /// <summary>It carries this entry's seq.</summary>
    Confirmed,

    /// <summary>It carries another, or never will carry one.</summary>
    Void,
}
