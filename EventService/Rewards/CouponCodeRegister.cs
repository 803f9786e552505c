using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using Contracts;
using Contracts.Rewards;
using Documents;
using EventService.Events;

namespace EventService.Rewards;

/// <summary>
/// Keeps each coupon code of a list, of 100 000 codes say, to one reward of all events, and a shared code to one reward of its
/// event. A reward that would be saved enters its codes first: of two that enter one code at once, the version of the document
/// that has the code lets one. What was entered for a reward that was not saved then, or is gone, stands in nobody's way.
/// </summary>
internal sealed class CouponCodeRegister(
    IDocumentStore<EventDocument> events, IDocumentStore<CouponCodeBucket> buckets, IDocumentStore<CouponCodeEntry> entries, TimeProvider time)
{
    private const int Buckets = 256;
    private const int AtOnce = 64;

    /// <summary>After which an entry is taken for one whose service died; whoever has entered saves within half of it, or not at all.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    /// <summary>Decides on the event, as <see cref="DecisionExtensions.Decide"/>, and saves if the reward's codes are free.</summary>
    /// <param name="beforeSave">Done once, when nothing was found that refuses the reward.</param>
    public async Task<(EventDocument? Event, Refused? Refusal)> Decide(
        Guid eventId,
        Guid rewardId,
        IReadOnlyCollection<string> named,
        bool fromList,
        Func<EventDocument, Decision> decide,
        CancellationToken cancellationToken,
        Func<Task>? beforeSave = null)
    {
        // What is refused, or done, anyway leaves nothing behind.
        if (named.Count == 0 || await events.Get(eventId.ToString(), cancellationToken) is not { } e || !decide(e).Save)
        {
            return await events.Decide(eventId, decide, Refusals.NoEvent, cancellationToken);
        }

        var entry = new CouponCodeEntry { Id = Guid.NewGuid().ToString(), At = time.GetUtcNow() };
        await entries.Insert(entry, cancellationToken);
        var own = named.SelectMany(Fingerprints).GroupBy(BucketOf).ToDictionary(
            share => share.Key, share => new CouponCodeHolder(eventId, rewardId, fromList, Guid.Parse(entry.Id), [.. share]));
        (EventDocument? Event, Refused? Refusal) answer = (null, Refusals.CouponCodeTaken);
        if (await Enter(own, cancellationToken))
        {
            await (beforeSave?.Invoke() ?? Task.CompletedTask);
            if (time.GetUtcNow() - entry.At > Lease / 2)
            {
                throw new TimeoutException($"The coupon codes of reward {rewardId} took too long to enter.");
            }

            answer = await events.Decide(eventId, decide, Refusals.NoEvent, cancellationToken);
        }

        if (answer.Refusal is not null)
        {
            await Leave(own, cancellationToken);
        }

        await entries.Delete(entry, cancellationToken);
        return answer;
    }

    /// <returns>False when another gives one of the codes.</returns>
    private async Task<bool> Enter(Dictionary<string, CouponCodeHolder> own, CancellationToken cancellationToken)
    {
        // One share before all others: of two who enter one list at once, so not both find a code of the other's.
        var first = own.MinBy(share => share.Key, StringComparer.Ordinal);
        if (!await Enter(first.Key, first.Value, cancellationToken))
        {
            return false;
        }

        var isTaken = false;
        await ForEach(
            own.Where(share => share.Key != first.Key),
            async (id, share) =>
            {
                if (!Volatile.Read(ref isTaken) && !await Enter(id, share, cancellationToken))
                {
                    Volatile.Write(ref isTaken, true);
                }
            },
            cancellationToken);
        return !isTaken;
    }

    private async Task<bool> Enter(string id, CouponCodeHolder own, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await buckets.Get(id, cancellationToken) is not { } bucket)
            {
                if ((await buckets.Insert(new CouponCodeBucket { Id = id, Holders = [own] }, cancellationToken)).IsSaved)
                {
                    return true;
                }

                continue;
            }

            foreach (var other in bucket.Holders.FindAll(own.Excludes))
            {
                if (await Stands(other, own, cancellationToken))
                {
                    return false;
                }

                bucket.Holders.Remove(other);
            }

            bucket.Holders.Add(own);
            if ((await buckets.Update(bucket, cancellationToken)).IsSaved)
            {
                return true;
            }
        }
    }

    /// <summary>Whether the holder gives one of the codes, or is about to. In this order: it is saved before its entry is deleted.</summary>
    private async Task<bool> Stands(CouponCodeHolder holder, CouponCodeHolder own, CancellationToken cancellationToken)
    {
        var entry = await entries.Get(holder.EntryId.ToString(), cancellationToken);
        if (entry is not null && time.GetUtcNow() - entry.At < Lease)
        {
            return true;
        }

        // A shared code that was changed leaves its holder behind: only the present one counts.
        var reward = (await events.Get(holder.EventId.ToString(), cancellationToken))?.Reward(holder.RewardId);
        return reward is not null && (reward.CouponCodes || (reward.CouponCode is { } present && own.Fingerprints.Overlaps(Fingerprints(present))));
    }

    private Task Leave(Dictionary<string, CouponCodeHolder> own, CancellationToken cancellationToken) => ForEach(
        own,
        (id, share) => buckets.Change(id, bucket => bucket.Holders.RemoveAll(holder => holder.EntryId == share.EntryId) > 0, cancellationToken),
        cancellationToken);

    private static Task ForEach(
        IEnumerable<KeyValuePair<string, CouponCodeHolder>> shares, Func<string, CouponCodeHolder, Task> act, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(
            shares,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (share, _) => await act(share.Key, share.Value));

    private static string BucketOf(string fingerprint) =>
        (BinaryPrimitives.ReadUInt16BigEndian(Base64Url.DecodeFromChars(fingerprint)) % Buckets).ToString("D4", CultureInfo.InvariantCulture);

    /// <summary>One by each key that a code may have been sealed with.</summary>
    private static IReadOnlyList<string> Fingerprints(string code) =>
        (SealedCode.Find(code) ?? throw new ArgumentException("A coupon code is not sealed.", nameof(code))).Hashes;
}
