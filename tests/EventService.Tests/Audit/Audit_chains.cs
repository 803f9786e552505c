using System.Text.Json;
using Contracts.Audit;
using EventService.Audit;

namespace EventService.Tests.Audit;

public sealed class Audit_chains
{
    private const int Rounds = 400;

    [Fact]
    public void A_chain_that_nobody_touched_holds_in_parts_of_any_size()
    {
        var chain = Chain(20);
        for (var size = 1; size <= 21; size++)
        {
            var check = InParts(chain, Head(chain), size);

            check.FirstBroken.ShouldBeNull();
            check.Upto.ShouldBe(new ChainPosition(20, chain[^1].Hash));
        }
    }

    [Fact]
    public void An_empty_log_holds_and_so_does_one_whose_head_lags()
    {
        InParts([], null, 5).FirstBroken.ShouldBeNull();
        InParts([], new AuditHead { Id = AuditHead.OnlyId, Count = 0, Hash = AuditChain.Start.Hash }, 5).FirstBroken.ShouldBeNull();
        var chain = Chain(7);
        for (var known = 0; known <= 7; known++)
        {
            var hash = known == 0 ? AuditChain.Start.Hash : chain[known - 1].Hash;
            InParts(chain, new AuditHead { Id = AuditHead.OnlyId, Count = known, Hash = hash }, 3).FirstBroken.ShouldBeNull();
        }
    }

    [Fact]
    public void A_change_of_any_field_of_any_entry_is_found_there()
    {
        for (var at = 0; at < 6; at++)
        {
            foreach (var (field, change) in Changes)
            {
                var chain = Chain(6);
                chain[at] = change(chain[at]);
                InParts(chain, Head(Chain(6)), 4).FirstBroken.ShouldBe(at + 1, $"{field} of entry {at + 1}");
            }
        }
    }

    [Fact]
    public void A_changed_entry_with_its_hash_made_again_is_found_by_the_next_or_by_the_head()
    {
        for (var at = 0; at < 6; at++)
        {
            var chain = Chain(6);
            var honest = Head(chain);
            chain[at] = With(chain[at], actor: "mallory");
            chain[at].Hash = AuditChain.HashOf(chain[at]);
            InParts(chain, honest, 4).FirstBroken.ShouldBe(at == 5 ? 6 : at + 2);
        }
    }

    [Fact]
    public void Any_single_removal_swap_truncation_or_mutation_is_found()
    {
        var random = new Random(7);
        for (var round = 0; round < Rounds; round++)
        {
            var chain = Chain(random.Next(2, 30));
            var head = Head(chain);
            var at = random.Next(chain.Count);
            var other = (at + random.Next(1, chain.Count)) % chain.Count;
            string what;
            switch (random.Next(5))
            {
                case 0:
                    what = "removal";
                    chain.RemoveAt(at);
                    break;
                case 1:
                    what = "swap of what two entries hold";
                    (chain[at], chain[other]) = (With(chain[other], id: chain[at].Id), With(chain[at], id: chain[other].Id));
                    break;
                case 2:
                    what = "truncation";
                    chain.RemoveRange(at, chain.Count - at);
                    break;
                case 3:
                    what = "an entry in another's place";
                    chain[at] = With(chain[other], id: chain[at].Id);
                    break;
                default:
                    what = "mutation";
                    chain[at] = Changes[random.Next(Changes.Length)].Change(chain[at]);
                    break;
            }

            InParts(chain, head, random.Next(1, 8)).FirstBroken.ShouldNotBeNull($"{what} in round {round}");
        }
    }

    [Fact]
    public void A_log_without_its_head_is_broken() => InParts(Chain(3), null, 2).FirstBroken.ShouldBe(4);

    [Fact]
    public void The_same_content_has_one_text_whatever_the_order_of_its_fields()
    {
        var one = AuditChain.Next(AuditChain.Start, Change(1) with { After = Fields("""{"b":{"y":1.50,"x":["é",null]},"a":true}""") });
        var two = AuditChain.Next(AuditChain.Start, Change(1) with { SourceId = one.SourceId, After = Fields("""{"a":true,"b":{"x":["é",null],"y":1.50}}""") });

        one.After.ShouldBe("""{"a":true,"b":{"x":["é",null],"y":1.50}}""");
        two.Hash.ShouldBe(one.Hash);
    }

    private static readonly (string Field, Func<AuditDocument, AuditDocument> Change)[] Changes =
    [
        ("sourceId", e => With(e, sourceId: Guid.NewGuid())),
        ("at", e => With(e, at: e.At.AddTicks(1))),
        ("actor", e => With(e, actor: e.Actor + "x")),
        ("action", e => With(e, action: "event.created")),
        ("target", e => With(e, target: "event:2")),
        ("before", e => With(e, before: "{}")),
        ("after", e => With(e, after: e.After + " ")),
        ("traceId", e => With(e, traceId: "0")),
        ("previousHash", e => With(e, previousHash: new string('1', 64))),
        ("hash", e => With(e, hash: new string('2', 64))),
    ];

    private static AuditDocument With(
        AuditDocument e,
        string? id = null,
        Guid? sourceId = null,
        DateTimeOffset? at = null,
        string? actor = null,
        string? action = null,
        string? target = null,
        string? before = null,
        string? after = null,
        string? traceId = null,
        string? previousHash = null,
        string? hash = null) => new()
        {
            Id = id ?? e.Id,
            SourceId = sourceId ?? e.SourceId,
            At = at ?? e.At,
            Actor = actor ?? e.Actor,
            Action = action ?? e.Action,
            Target = target ?? e.Target,
            Before = before ?? e.Before,
            After = after ?? e.After,
            TraceId = traceId ?? e.TraceId,
            PreviousHash = previousHash ?? e.PreviousHash,
            Hash = hash ?? e.Hash,
        };

    private static List<AuditDocument> Chain(int count)
    {
        var chain = new List<AuditDocument>();
        var tail = AuditChain.Start;
        for (var i = 1; i <= count; i++)
        {
            chain.Add(AuditChain.Next(tail, Change(i)));
            tail = new ChainPosition(i, chain[^1].Hash);
        }

        return chain;
    }

    private static AuditHead Head(List<AuditDocument> chain) => new() { Id = AuditHead.OnlyId, Count = chain.Count, Hash = chain[^1].Hash };

    private static ChangeRecorded Change(int i) => new(
        new Guid(i, 0, 0, new byte[8]), Some.Now.AddSeconds(i), "ann", "event.updated", "event:1", null, Fields("""{"name":"Spring"}"""), null);

    private static Dictionary<string, JsonElement> Fields(string json) => JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(json)!;

    /// <summary>As the Gateway has it checked: part by part.</summary>
    private static ChainCheck InParts(List<AuditDocument> chain, AuditHead? head, int size)
    {
        var check = new ChainCheck(AuditChain.Start, null);
        while (true)
        {
            // As a query finds them: in the order of their ids, behind the last one.
            var rest = chain.OrderBy(e => e.Id, StringComparer.Ordinal)
                .Where(e => string.CompareOrdinal(e.Id, AuditDocument.IdOf(check.Upto.Count + 1)) >= 0).ToList();
            var isEnd = rest.Count <= size;
            check = AuditChain.Check(check.Upto, rest.Take(size), isEnd, head);
            if (isEnd || check.FirstBroken is not null)
            {
                return check;
            }
        }
    }
}
