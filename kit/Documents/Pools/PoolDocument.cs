using System.Text.Json.Serialization;

namespace Documents.Pools;

/// <summary>
/// A quantity that many claim from and that is never overdrawn, in one document. What is claimed is meant to be written
/// on a second document (a grant, a request), and nothing makes two writes atomic; so a claim stays here as an entry
/// with a seq of its own until the second document is known to carry that seq (settle), or never will (release). A
/// return goes the other way about: it is entered first, marked on the second document, and only then frees what it
/// returns. Whatever is repeated, reordered or cut off by a crash, each id takes once and returns once.
/// </summary>
public abstract class PoolDocument : Document
{
    /// <summary>Null: no limit.</summary>
    public long? Total { get; set; }

    /// <summary>Claimed and not returned, claims under way included.</summary>
    public long Taken { get; set; }

    public long LastSeq { get; set; }

    /// <summary>By the id of the document that the entry is for.</summary>
    public Dictionary<string, PoolEntry> Entries { get; init; } = [];

    /// <summary>When the oldest entry was made; null when nothing is under way.</summary>
    public DateTimeOffset? OpenSince => Entries.Count == 0 ? null : Entries.Values.Min(entry => entry.At);

    [JsonIgnore]
    public long? Remaining => Total is { } total ? Math.Max(0, total - Taken) : null;

    /// <summary>Whether anything was changed since the pool was loaded.</summary>
    [JsonIgnore]
    public bool IsChanged { get; protected set; }

    /// <summary>Takes an amount for an id; an id whose claim is under way gets the same again.</summary>
    public Claim TryClaim(string id, long amount, DateTimeOffset now)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(amount, 1);
        if (Entries.TryGetValue(id, out var claimed))
        {
            return new Claim(claimed);
        }

        if (Total is { } total && amount > total - Taken)
        {
            return Claim.Refused;
        }

        var before = Remaining;
        Taken += amount;
        var entry = Enter(id, amount, TakeOrdinal(), returning: false, now);
        Fell(before, Remaining);
        return new Claim(entry);
    }

    /// <summary>The document carries the seq: what was claimed is taken for good.</summary>
    public void Settle(string id, long seq)
    {
        if (Find(id, seq, returning: false) is not null)
        {
            Remove(id);
        }
    }

    /// <summary>The document will never carry the seq: what was claimed was never used.</summary>
    public void Release(string id, long seq)
    {
        if (Find(id, seq, returning: false) is not { } entry)
        {
            return;
        }

        Remove(id);
        Free(entry);
    }

    /// <summary>Enters a return; an id whose return is under way gets the same again.</summary>
    /// <param name="id">Another than the claim's.</param>
    public PoolEntry BeginReturn(string id, long amount, long? ordinal, DateTimeOffset now) =>
        Entries.TryGetValue(id, out var entry) ? entry : Enter(id, amount, ordinal, returning: true, now);

    /// <param name="counts">Whether the document was marked with this seq: then, and only then, something returns.</param>
    public void FinishReturn(string id, long seq, bool counts)
    {
        if (Find(id, seq, returning: true) is not { } entry)
        {
            return;
        }

        Remove(id);
        if (counts)
        {
            Free(entry);
        }
    }

    /// <summary>Whether a claim that was refused would fit if those whose fate is not known came to nothing.</summary>
    public bool MayYetFit(long amount, IReadOnlyDictionary<(string Id, long Seq), EntryFate> fates) =>
        Total is not { } total
        || amount <= total - Taken + Entries.Where(e => !e.Value.Returning && !fates.ContainsKey((e.Key, e.Value.Seq))).Sum(e => e.Value.Amount);

    /// <summary>Ends every entry whose fate is known.</summary>
    public void Reconcile(IReadOnlyDictionary<(string Id, long Seq), EntryFate> fates)
    {
        foreach (var ((id, seq), fate) in fates)
        {
            if (!Entries.TryGetValue(id, out var entry) || entry.Seq != seq)
            {
                continue;
            }

            switch (fate, entry.Returning)
            {
                case (EntryFate.Open, _):
                    break;
                case (EntryFate.Confirmed, false):
                    Settle(id, entry.Seq);
                    break;
                case (EntryFate.Void, false):
                    Release(id, entry.Seq);
                    break;
                case (_, true):
                    FinishReturn(id, entry.Seq, counts: fate == EntryFate.Confirmed);
                    break;
            }
        }
    }

    /// <summary>The number of the unit that is claimed now, where units have one.</summary>
    protected virtual long? TakeOrdinal() => null;

    /// <summary>Nobody has this unit any more, and nobody has seen it.</summary>
    protected virtual void FreeOrdinal(long ordinal)
    {
    }

    /// <summary>What is left has become less.</summary>
    protected virtual void Fell(long? before, long? after)
    {
    }

    private PoolEntry Enter(string id, long amount, long? ordinal, bool returning, DateTimeOffset now)
    {
        var entry = new PoolEntry(++LastSeq, amount, ordinal, returning, now);
        Entries.Add(id, entry);
        IsChanged = true;
        return entry;
    }

    private PoolEntry? Find(string id, long seq, bool returning) =>
        Entries.TryGetValue(id, out var entry) && entry.Seq == seq && entry.Returning == returning ? entry : null;

    private void Remove(string id)
    {
        Entries.Remove(id);
        IsChanged = true;
    }

    private void Free(PoolEntry entry)
    {
        Taken -= entry.Amount;
        if (entry.Ordinal is { } ordinal)
        {
            FreeOrdinal(ordinal);
        }
    }
}
