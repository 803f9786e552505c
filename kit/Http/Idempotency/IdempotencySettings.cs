namespace Http.Idempotency;

/// <param name="Wait">How long a repeat waits for the first to be answered.</param>
/// <param name="Lease">After which a claim whose Gateway died is free again; longer than any request runs.</param>
/// <param name="Kept">How long an answer is repeated.</param>
/// <param name="LargestAnswer">So many bytes of body are kept; a larger answer is made again, of the same resource.</param>
public sealed record IdempotencySettings(TimeSpan Wait, TimeSpan Lease, TimeSpan Kept, int LargestAnswer)
{
    public static readonly IdempotencySettings Usual = new(TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(1), TimeSpan.FromHours(24), 64 * 1024);
}
