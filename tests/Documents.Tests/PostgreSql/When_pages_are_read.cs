using Documents.Engines;
using Documents.PostgreSql;
using Testing;
using Testing.Servers;

namespace Documents.Tests.PostgreSql;

public sealed class When_pages_are_read(SharedPostgres postgres) : PostgreSqlTest(postgres)
{
    private const int Rows = 6000;

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    [RealFact(Real.Postgres)]
    public async Task The_index_of_the_order_is_used()
    {
        await Fill();

        (await Plan(new([], "createdAt", false, null, null, null, 20), ["bigint"], ["20"])).ShouldSatisfy("parcels_createdAt_idx");
        (await Plan(
            new([], "createdAt", true, "x", "x", new Cursor("x", "x"), 20),
            ["text", "text", "text", "text", "bigint"],
            [$"'{Time(10)}'", $"'{Time(5000)}'", $"'{Time(3000)}'", "'p3000'", "20"])).ShouldSatisfy("parcels_createdAt_idx");
    }

    [RealFact(Real.Postgres)]
    public async Task The_index_of_the_filter_and_the_order_is_used()
    {
        await Fill();

        (await Plan(
            new([new FieldFilter("status", ["S1"])], "dueAt", false, null, "x", new Cursor("x", "x"), 20),
            ["text", "text", "text", "text", "bigint"],
            ["'S1'", $"'{Time(5000)}'", $"'{Time(3000)}'", "'p3000'", "20"])).ShouldSatisfy("parcels_status_dueAt_idx");
    }

    [RealFact(Real.Postgres)]
    public async Task The_index_is_read_once_for_each_of_several_values()
    {
        await Fill();

        var plan = await Plan(
            new([new FieldFilter("status", ["S1", "S2"])], "dueAt", true, null, null, null, 20), ["text[]", "bigint"], ["'{S1,S2}'", "20"]);

        plan.Any(l => l.Contains("Index Scan Backward using \"parcels_status_dueAt_idx\"", StringComparison.Ordinal)).ShouldBeTrue(string.Join('\n', plan));
        plan.ShouldNotContain(l => l.Contains("Seq Scan", StringComparison.Ordinal));
    }

    [RealFact(Real.Postgres)]
    public async Task Pages_of_several_values_are_merged_in_order()
    {
        var engine = await Open();
        await Write(engine, [.. Enumerable.Range(0, 30).Select(i => Writes.Insert(
            new Parcel { Id = $"p{i:00}", Status = $"S{i % 3}", DueAt = Times.Start.AddSeconds(i / 2) }))]);

        var ids = new List<string>();
        Cursor? after = null;
        do
        {
            var query = new DocumentQuery([new FieldFilter("status", ["S0", "S2", "S0"])], "dueAt", false, null, null, after, 7);
            var page = await engine.Query(Parcel.Schema, query, CancellationToken.None);
            ids.AddRange(page.Select(p => p.Id));
            after = page.Count == 7 ? new Cursor(Parcel.Schema.FieldValues(page[^1].Body)["dueAt"]!, page[^1].Id) : null;
        }
        while (after is not null);

        ids.ShouldBe(Enumerable.Range(0, 30).Where(i => i % 3 != 1).Select(i => $"p{i:00}"));
    }

    [RealFact(Real.Postgres)]
    public async Task Readers_queue_and_leave_connections_for_writes()
    {
        var engine = await Open(settings: "Maximum Pool Size=6;Timeout=2");
        await Write(engine, Writes.Insert(new Parcel { Id = "p" }));
        await using var session = await Connect();
        await using var watcher = await Connect();
        await using var transaction = await session.BeginTransactionAsync();
        await Lines(session, "lock table parcels in access exclusive mode");

        var reads = Enumerable.Range(0, 400).Select(_ => engine.Get(Parcel.Schema, "p", CancellationToken.None)).ToList();
        await WaitForBlockedSession(watcher);

        await engine.Ping(CancellationToken.None).WaitAsync(Bound);
        var writes = Enumerable.Range(0, 2).Select(i => Write(engine, Writes.Insert(new Parcel { Id = $"w{i}" }))).ToList();
        await Wait.Until(async () => await BlockedSessions(watcher) == 3, "one read and two writes wait for the table");
        await engine.Ping(CancellationToken.None).WaitAsync(Bound);
        await transaction.CommitAsync();
        (await Task.WhenAll(writes)).ShouldAllBe(r => r[0].IsSaved);
        (await Task.WhenAll(reads)).ShouldAllBe(d => d != null);
    }

    private static string Time(int second) => DocumentJson.TextOf(Times.Start.AddSeconds(second))!;

    private async Task Fill()
    {
        var engine = await Open();
        foreach (var chunk in Enumerable.Range(0, Rows).Chunk(500))
        {
            await Write(engine, [.. chunk.Select(i => Writes.Insert(new Parcel
            {
                Id = $"p{i}", Status = $"S{i % 3}", CreatedAt = Times.Start.AddSeconds(i), DueAt = Times.Start.AddSeconds(i),
            }))]);
        }

        await using var session = await Connect();
        await Lines(session, "analyze parcels");
    }

    /// <summary>The plan that is kept for any values, which is what a prepared statement ends up with.</summary>
    private async Task<List<string>> Plan(DocumentQuery query, string[] types, string[] values)
    {
        await using var session = await Connect();
        await Lines(session, "set plan_cache_mode = force_generic_plan");
        await Lines(session, $"prepare page ({string.Join(", ", types)}) as {PageQuery.Along(new Table(Parcel.Schema), query).Sql}");
        return await Lines(session, $"explain (costs off) execute page ({string.Join(", ", values)})");
    }
}

internal static class PlanAssertions
{
    public static void ShouldSatisfy(this List<string> plan, string index)
    {
        var text = string.Join('\n', plan);
        text.ShouldContain($"using \"{index}\"");
        text.ShouldNotContain("Sort");
        text.ShouldNotContain("Seq Scan");
    }
}
