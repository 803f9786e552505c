namespace Http.Idempotency;

/// <summary>For one process. Past its bound, the oldest answers are forgotten first.</summary>
/// <param name="bound">In bytes, of sealed answers and of what a record takes besides.</param>
public sealed class MemoryIdempotencyRecords(TimeProvider time, IdempotencySettings settings, long bound = 32 * 1024 * 1024) : IIdempotencyRecords
{
    /// <summary>About: key, hash, and their places here.</summary>
    public const int Overhead = 1024;

    private readonly Lock gate = new();
    private readonly Dictionary<string, (IdempotencyRecord Record, DateTimeOffset Until)> records = [];
    private readonly Queue<(string Key, Guid ClaimId, long Size)> answered = new();
    private long size;

    public Task<IdempotencyRecord> Claim(string key, IdempotencyRecord own, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (records.TryGetValue(key, out var known) && known.Until > time.GetUtcNow())
            {
                return Task.FromResult(known.Record);
            }

            records[key] = (own, time.GetUtcNow() + settings.Lease);
            return Task.FromResult(own);
        }
    }

    public Task Keep(string key, IdempotencyRecord answered, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            records[key] = (answered, time.GetUtcNow() + settings.Kept);
            var taken = Overhead + (sizeof(char) * (answered.Answer?.Length ?? 0));
            this.answered.Enqueue((key, answered.ClaimId, taken));
            size += taken;
            while (this.answered.TryPeek(out var oldest) && (size > bound || IsOver(oldest.Key)))
            {
                this.answered.Dequeue();
                size -= oldest.Size;
                if (IsOf(oldest.Key, oldest.ClaimId))
                {
                    records.Remove(oldest.Key);
                }
            }
        }

        return Task.CompletedTask;
    }

    public Task Release(string key, IdempotencyRecord own, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (IsOf(key, own.ClaimId))
            {
                records.Remove(key);
            }
        }

        return Task.CompletedTask;
    }

    private bool IsOf(string key, Guid claimId) => records.TryGetValue(key, out var known) && known.Record.ClaimId == claimId;

    private bool IsOver(string key) => !records.TryGetValue(key, out var known) || known.Until <= time.GetUtcNow();
}
