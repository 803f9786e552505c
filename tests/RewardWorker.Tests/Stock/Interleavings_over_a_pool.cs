using Contracts.Rewards;
using Documents.Pools;
using FsCheck;
using FsCheck.Fluent;
using RewardWorker.Stock;

namespace RewardWorker.Tests.Stock;

/// <summary>
/// The steps of grants and revocations, as the consumers take them, in any order: several deliveries of each at once,
/// each cut off anywhere, and sweeps in between.
/// </summary>
public sealed class Interleavings_over_a_pool
{
    private const int Ids = 6;

    /// <param name="Schedule">Which of the deliveries under way takes its next step; every seventh is cut off there instead.</param>
    private sealed record Play(int Stock, bool Codes, bool Revokes, IReadOnlyList<int> Schedule);

    [Fact]
    public void Never_take_more_than_there_is_nor_lose_a_unit()
    {
        var plays =
            from stock in Gen.Choose(0, Ids)
            from codes in Gen.Elements(true, false)
            from revokes in Gen.Elements(true, false)
            from schedule in Gen.ListOf(Gen.Choose(0, 10_000), 200)
            select new Play(stock, codes, revokes, [.. schedule]);
        var seen = new Dictionary<string, int>();
        Prop.ForAll(plays.ToArbitrary(), play => Run(play, seen)).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

        // The plays reach what they are about; otherwise the property would say little.
        seen.Keys.Order().ShouldBe(["cut off", "granted", "refused", "returned", "revoked"]);
    }

    private static bool Run(Play play, Dictionary<string, int> seen)
    {
        var world = new World(play.Stock, play.Codes);
        var underWay = new List<IEnumerator<bool>>();
        foreach (var choice in play.Schedule)
        {
            if (underWay.Count < 8 && choice % 3 == 0)
            {
                var id = choice / 3 % Ids;
                underWay.Add(play.Revokes && choice % 5 == 0 ? world.Revoke(id) : world.Grant(id));
            }
            else if (choice % 11 == 0)
            {
                world.Sweep();
            }
            else if (underWay.Count > 0)
            {
                var index = choice % underWay.Count;
                var isCut = choice % 7 == 0;
                if (isCut)
                {
                    Count("cut off");
                }

                if (isCut || !underWay[index].MoveNext())
                {
                    underWay.RemoveAt(index);
                }
            }

            if (!world.Holds())
            {
                return false;
            }
        }

        // Whatever was cut off is delivered again until it is answered, and the sweep ends what is left.
        foreach (var id in Enumerable.Range(0, Ids))
        {
            while (world.NeedsRevoke(id) is { } again)
            {
                Finish(again);
            }

            Finish(world.Grant(id));
        }

        world.Sweep();
        world.Ends.ForEach(Count);
        return world.Holds() && world.IsSettled();

        void Finish(IEnumerator<bool> delivery)
        {
            while (delivery.MoveNext())
            {
            }
        }

        void Count(string what) => seen[what] = seen.GetValueOrDefault(what) + 1;
    }

    private sealed class World(int stock, bool codes)
    {
        private readonly StockPool pool = StockPool.Of(Guid.NewGuid(), Guid.NewGuid(), new StockPolicy(stock, null, codes));
        private readonly Dictionary<int, Written> grants = [];
        private readonly Dictionary<int, Written> reversals = [];
        private DateTimeOffset now = DateTimeOffset.UnixEpoch;

        /// <summary>What one holds that is revoked before it is granted may be refused to another.</summary>
        private bool revoked;

        public List<string> Ends => [.. grants.Values.Select(g => g.Seq is null ? "refused" : "granted"), .. reversals.Values.SelectMany(r => new[] { "revoked", "returned" })];

        private DateTimeOffset Now => now = now.AddSeconds(1);

        public IEnumerator<bool> Grant(int id)
        {
            if (grants.ContainsKey(id))
            {
                yield break;
            }

            yield return true;
            PoolEntry? entry;
            bool isFinal;
            var known = new Dictionary<(string, long), EntryFate>();
            do
            {
                pool.Reconcile(known);
                entry = pool.TryClaim(GrantId(id), 1, Now).Entry;
                isFinal = entry is not null || !pool.MayYetFit(1, known);
                yield return true;
                if (!isFinal)
                {
                    known = Fates();
                    yield return true;
                }
            }
            while (!isFinal);

            var isSaved = grants.TryAdd(id, new Written { Seq = entry?.Seq, Ordinal = entry?.Ordinal });
            yield return true;
            if (entry is null)
            {
                yield break;
            }

            if (isSaved || grants[id].Seq == entry.Seq)
            {
                pool.Settle(GrantId(id), entry.Seq);
            }
            else
            {
                pool.Release(GrantId(id), entry.Seq);
            }
        }

        public IEnumerator<bool> Revoke(int id)
        {
            revoked = true;
            if (grants.TryAdd(id, new Written()) || grants[id].Seq is null)
            {
                yield break;
            }

            yield return true;
            reversals.TryAdd(id, new Written());
            yield return true;
            var seq = reversals[id].Seq ?? pool.BeginReturn(ReversalId(id), 1, grants[id].Ordinal, Now).Seq;
            yield return true;
            reversals[id].Seq ??= seq;
            yield return true;
            pool.FinishReturn(ReversalId(id), seq, counts: reversals[id].Seq == seq);
        }

        public IEnumerator<bool>? NeedsRevoke(int id) => reversals.TryGetValue(id, out var reversal) && reversal.Seq is null ? Revoke(id) : null;

        public void Sweep() => pool.Reconcile(Fates());

        /// <summary>At any moment.</summary>
        public bool Holds()
        {
            // A return counts only with the return's own step: until then what it returns is held.
            var returning = pool.Entries.Count(e => e.Value.Returning && reversals[int.Parse(e.Key[1..])].Seq == e.Value.Seq);
            var held = grants.Count(g => g.Value.Seq is not null) - reversals.Count(r => r.Value.Seq is not null);
            return pool.Taken >= 0 && pool.Taken <= stock && held + returning <= pool.Taken && OrdinalsAreDistinct();
        }

        /// <summary>When nothing is under way: what is taken is what is held, every code is held or free, and nobody was refused what was left.</summary>
        public bool IsSettled()
        {
            var held = grants.Where(g => g.Value.Seq is not null && !reversals.ContainsKey(g.Key)).ToList();
            return pool.Entries.Count == 0
                && pool.Taken == held.Count
                && (revoked || held.Count == Math.Min(stock, grants.Count))
                && (!codes || pool.NextOrdinal == held.Count + pool.FreeOrdinals.Count);
        }

        private Dictionary<(string, long), EntryFate> Fates() => pool.Entries.ToDictionary(e => (e.Key, e.Value.Seq), e => FateOf(e.Key, e.Value));

        private static string GrantId(int id) => $"g{id}";

        private static string ReversalId(int id) => $"r{id}";

        private bool OrdinalsAreDistinct()
        {
            var held = grants.Where(g => g.Value.Ordinal is not null && (!reversals.TryGetValue(g.Key, out var r) || r.Seq is null)).Select(g => g.Value.Ordinal!.Value).ToList();
            return held.Concat(pool.FreeOrdinals).Distinct().Count() == held.Count + pool.FreeOrdinals.Count
                && pool.FreeOrdinals.TrueForAll(o => o < stock) && held.TrueForAll(o => o < stock);
        }

        private EntryFate FateOf(string key, PoolEntry entry)
        {
            var documents = key[0] == 'g' ? grants : reversals;
            return !documents.TryGetValue(int.Parse(key[1..]), out var written) ? EntryFate.Open
                : written.Seq == entry.Seq ? EntryFate.Confirmed
                : entry.Returning && written.Seq is null ? EntryFate.Open
                : EntryFate.Void;
        }
    }

    private sealed class Written
    {
        public long? Seq { get; set; }

        public long? Ordinal { get; init; }
    }
}
