using Contracts.Requests;
using FsCheck;
using FsCheck.Fluent;
using RewardWorker.Reconciliation;

namespace RewardWorker.Tests.Reconciliation;

public sealed class Merging
{
    private static readonly Guid[] Ids =
    [
        Guid.Parse("00000000-0000-4000-8000-000000000001"), Guid.Parse("00000000-8000-4000-8000-000000000001"), Guid.Parse("0fffffff-0000-4000-8000-0000000000ff"),
        Guid.Parse("7fffffff-7fff-7fff-7fff-ffffffffffff"), Guid.Parse("80000000-0000-0000-0000-000000000000"), Guid.Parse("ffffffff-ffff-ffff-ffff-ffffffffffff"),
    ];

    private static readonly Guid[] Rewards = [.. Enumerable.Range(1, 3).Select(n => Guid.Parse($"11111111-1111-4111-8111-11111111111{n}"))];

    private sealed record World(IReadOnlyList<RewardRequestState> Requests, IReadOnlyList<LedgerLine> Ledger);

    /// <summary>What one pass over the two sequences finds is what the definitions say of each request by itself.</summary>
    [Fact]
    public void Finds_what_the_definitions_say()
    {
        var status = Gen.Elements(Enum.GetValues<RequestStatus>());
        var request =
            from id in Gen.Elements(Ids)
            from s in status
            from rewards in Gen.SubListOf(Rewards)
            select new RewardRequestState(id, s, 1, default, [.. rewards]);
        var line =
            from id in Gen.Elements(Ids)
            from reward in Gen.Elements(Rewards)
            from entry in Gen.Elements("00000000-0000-0000-0000-00000000000a", "00000000-0000-0000-0000-00000000000b", "00000000-0000-0000-0000-00000000000c")
            from kind in Gen.Choose(0, 3)
            select kind switch
            {
                0 => new LedgerLine(id, Guid.NewGuid().ToString(), reward, false, Guid.Parse(entry)),
                1 => new LedgerLine(id, Guid.NewGuid().ToString(), reward, false, null),
                _ => new LedgerLine(id, entry, reward, true, null),
            };
        var worlds =
            from requests in Gen.ListOf(request)
            from lines in Gen.ListOf(line)
            select new World(
                [.. requests.DistinctBy(r => r.RequestId).OrderBy(r => r.RequestId.ToString(), StringComparer.Ordinal)],
                [.. lines.DistinctBy(l => (l.RequestId, l.Id)).OrderBy(l => l.RequestId.ToString(), StringComparer.Ordinal)]);
        var seen = (Missing: 0, Duplicate: 0, Orphan: 0);

        Prop.ForAll(worlds.ToArbitrary(), world =>
        {
            var found = RequestFaults.Between(world.Requests, world.Ledger).ToList();
            found.ForEach(f => seen = (seen.Missing + f.Missing, seen.Duplicate + f.Duplicate, seen.Orphan + f.Orphan));
            return found.SequenceEqual(Defined(world));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

        seen.Missing.ShouldBeGreaterThan(0);
        seen.Duplicate.ShouldBeGreaterThan(0);
        seen.Orphan.ShouldBeGreaterThan(0);
    }

    /// <summary>As docs/reconciliation.md has them, one request at a time.</summary>
    private static IEnumerable<RequestFaults> Defined(World world)
    {
        foreach (var id in Ids)
        {
            var request = world.Requests.SingleOrDefault(r => r.RequestId == id);
            var behind = request?.Status is RequestStatus.Approved or RequestStatus.Fulfilled;
            int missing = 0, duplicate = 0, orphan = 0;
            foreach (var reward in Rewards)
            {
                var own = world.Ledger.Where(l => l.RequestId == id).ToList();
                var standing = own.Count(l => l.Positive && l.RewardId == reward && own.TrueForAll(r => r.ReversalOf?.ToString() != l.Id));
                var asked = request?.RewardIds.Contains(reward) == true;
                missing += asked && request!.Status == RequestStatus.Fulfilled && standing == 0 ? 1 : 0;
                duplicate += behind && asked && standing > 1 ? standing - 1 : 0;
                orphan += behind && asked ? 0 : standing;
            }

            if (missing + duplicate + orphan > 0)
            {
                yield return new RequestFaults(id, missing, duplicate, orphan);
            }
        }
    }

    [Fact]
    public void Holds_neither_sequence_in_memory()
    {
        var taken = 0;
        var requests = Enumerable.Range(0, 1_000_000).Select(n =>
        {
            taken = n;
            return new RewardRequestState(new Guid(n, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), RequestStatus.Fulfilled, 1, default, [Rewards[0]]);
        });

        RequestFaults.Between(requests, []).Take(10).Count().ShouldBe(10);

        taken.ShouldBeLessThan(20);
    }
}
