namespace Http.Idempotency;

/// <summary>What was answered to which idempotency key.</summary>
public interface IIdempotencyRecords
{
    /// <summary>The record of this key; when there is none, the caller's own becomes it, for the length of the lease.</summary>
    Task<IdempotencyRecord> Claim(string key, IdempotencyRecord own, CancellationToken cancellationToken);

    /// <summary>Keeps the answer for as long as keys count.</summary>
    Task Keep(string key, IdempotencyRecord answered, CancellationToken cancellationToken);

    /// <summary>Gives up a claim, so that the next caller with the key starts afresh.</summary>
    Task Release(string key, IdempotencyRecord own, CancellationToken cancellationToken);
}

/// <param name="ClaimId">Which attempt made the claim.</param>
/// <param name="BodyHash">A keyed hash of the request body, hex.</param>
/// <param name="Answer">Sealed (<see cref="IdempotencyScope.Seal"/>); null while the request still runs.</param>
public sealed record IdempotencyRecord(Guid ClaimId, string BodyHash, string? Answer = null);
