using System.Security.Cryptography;
using System.Text;
using Contracts;
using Contracts.Rewards;
using Documents;
using EventService.Events;

namespace EventService.Rewards;

/// <summary>
/// Keeps each coupon code of an event to one of its rewards, lists of 100 000 codes included. A reward that would be
/// saved enters its codes; what decides is the event's document, whose version is the one on which nobody else's entry
/// was found. So of two rewards with one code that are added at once, exactly one is; and what was entered for a reward
/// that lost that race, or is gone, stands in nobody's way.
/// </summary>
internal sealed class CouponCodeRegister(IDocumentStore<EventDocument> events, IDocumentStore<CouponCodeBucket> buckets)
{
    private const int Buckets = 256;

    /// <summary>Decides on the event, as <see cref="DecisionExtensions.Decide"/>, and saves if the reward's codes are free.</summary>
    /// <param name="beforeSave">Done once, when nothing was found that refuses the reward.</param>
    public async Task<(EventDocument? Event, Refused? Refusal)> Decide(
        Guid eventId,
        Guid rewardId,
        IReadOnlyCollection<string> codes,
        Func<EventDocument, Decision> decide,
        CancellationToken cancellationToken,
        Func<Task>? beforeSave = null)
    {
        if (codes.Count == 0)
        {
            return await events.Decide(eventId, decide, Refusals.NoEvent, cancellationToken);
        }

        Dictionary<string, HashSet<string>>? entered = null;
        while (await events.Get(eventId.ToString(), cancellationToken) is { } e)
        {
            var decision = decide(e);
            if (!decision.Save)
            {
                return decision.Refusal is { } refusal ? (null, refusal) : (e, null);
            }

            var byBucket = entered
                ?? codes.Select(Fingerprint).GroupBy(BucketOf).ToDictionary(group => $"{eventId}/{group.Key}", group => group.ToHashSet());
            if (await IsTaken(e, rewardId, byBucket, cancellationToken))
            {
                return (null, Refusals.CouponCodeTaken);
            }

            // The first look is before anything is written: what it refuses leaves nothing behind.
            if (entered is null)
            {
                await (beforeSave?.Invoke() ?? Task.CompletedTask);
                await Task.WhenAll(byBucket.Select(bucket => Enter(bucket.Key, rewardId, bucket.Value, cancellationToken)));
                entered = byBucket;
            }
            else if ((await events.Update(e, cancellationToken)).IsSaved)
            {
                return (e, null);
            }
        }

        return (null, Refusals.NoEvent);
    }

    private async Task Enter(string id, Guid rewardId, HashSet<string> fingerprints, CancellationToken cancellationToken)
    {
        while (await buckets.Change(id, bucket => Add(bucket, rewardId, fingerprints), cancellationToken) is null)
        {
            var bucket = new CouponCodeBucket { Id = id };
            Add(bucket, rewardId, fingerprints);
            if ((await buckets.Insert(bucket, cancellationToken)).IsSaved)
            {
                return;
            }
        }
    }

    private static bool Add(CouponCodeBucket bucket, Guid rewardId, HashSet<string> fingerprints)
    {
        var before = bucket.Fingerprints.GetValueOrDefault(rewardId) ?? [];
        bucket.Fingerprints[rewardId] = [.. before, .. fingerprints];
        return bucket.Fingerprints[rewardId].Count > before.Count;
    }

    private async Task<bool> IsTaken(
        EventDocument e, Guid rewardId, Dictionary<string, HashSet<string>> byBucket, CancellationToken cancellationToken)
    {
        var found = await Task.WhenAll(byBucket.Keys.Select(id => buckets.Get(id, cancellationToken)));
        return found.OfType<CouponCodeBucket>().Any(bucket => bucket.Fingerprints.Any(entered =>
            entered.Key != rewardId
            && e.Reward(entered.Key) is { } other
            && byBucket[bucket.Id].Overlaps(other.CouponCodes ? entered.Value : CodeOf(other))));
    }

    /// <summary>A shared code that was changed leaves its entry behind: only the present one counts.</summary>
    private static string[] CodeOf(Reward reward) => reward.CouponCode is { } code ? [Fingerprint(code)] : [];

    private static int BucketOf(string fingerprint) => Convert.FromHexString(fingerprint.AsSpan(0, 2))[0] % Buckets;

    private static string Fingerprint(string code) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(CouponValue.Identity(code))).AsSpan(0, 12));
}
