namespace Http.Idempotency;

/// <summary>For one process. Past its bound, the oldest answers are forgotten first.</summary>
public sealed class MemoryIdempotencyRecords(TimeProvider time, IdempotencySettings settings, int bound = 10_000) : IIdempotencyRecords
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, (IdempotencyRecord Record, DateTimeOffset Until)> records = [];
    private readonly Queue<(string Key, Guid ClaimId)> answered = new();

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
            this.answered.Enqueue((key, answered.ClaimId));
            while (this.answered.TryPeek(out var oldest) && (this.answered.Count > bound || IsOver(oldest)))
            {
                this.answered.Dequeue();
                if (IsOf(oldest))
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
            if (IsOf((key, own.ClaimId)))
            {
                records.Remove(key);
            }
        }

        return Task.CompletedTask;
    }

    private bool IsOf((string Key, Guid ClaimId) claim) => records.TryGetValue(claim.Key, out var known) && known.Record.ClaimId == claim.ClaimId;

    private bool IsOver((string Key, Guid ClaimId) claim) => !records.TryGetValue(claim.Key, out var known) || known.Until <= time.GetUtcNow();
}
