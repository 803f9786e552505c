using Documents.Engines;
using Documents.PostgreSql;
using Testing;
using Testing.Servers;

namespace Documents.Tests.PostgreSql;

public sealed class When_pages_are_searched(SharedPostgres postgres) : PostgreSqlTest(postgres)
{
    private static readonly Schema<Parcel> Searched = new Schema<Parcel>("parcels")
        .Unique(p => p.Label)
        .Unique(p => p.Tracking)
        .Index(p => p.CreatedAt)
        .Index(p => p.Status, p => p.DueAt)
        .Search(p => p.Note, p => p.CreatedAt);

    [RealFact(Real.Postgres)]
    public async Task What_was_stored_before_the_search_was_declared_is_found_and_so_is_what_an_older_version_writes()
    {
        var old = await Open();
        await Write(old, Writes.Insert(new Parcel { Id = "before", Note = "to the moon" }));
        var engine = await Open(Searched);
        await Write(old, Writes.Insert(new Parcel { Id = "after", Note = "moonlight" }));

        (await engine.Query(Searched, Query("moon"), CancellationToken.None)).Select(p => p.Id).ShouldBe(["before", "after"], ignoreOrder: true);
        (await engine.Query(Searched, Query("moonl"), CancellationToken.None)).Select(p => p.Id).ShouldBe(["after"]);
    }

    [RealFact(Real.Postgres)]
    public async Task A_rare_part_is_looked_up_and_no_more_than_some_documents_are_walked()
    {
        var engine = await Open(Searched);
        foreach (var chunk in Enumerable.Range(0, 6000).Chunk(500))
        {
            await Write(engine, [.. chunk.Select(i => Writes.Insert(new Parcel { Id = $"p{i}", Note = $"note {i}", CreatedAt = Times.Start.AddSeconds(i) }))]);
        }

        await using var session = await Connect();
        await Lines(session, "analyze parcels");
        await Lines(session, "set plan_cache_mode = force_generic_plan");

        var found = await Plan(PageQuery.Found(new Table(Searched), Query("5432")), "text[], text, bigint", "'{543,432}', '5432', 20");
        found.ShouldContain("""Bitmap Index Scan on "parcels_createdAt_note_search""");
        found.ShouldNotContain("Seq Scan");
        var walked = await Plan(PageQuery.Along(new Table(Searched), Query("5432")), "bigint, text, bigint", "200, '5432', 20");
        walked.ShouldContain("""Index Scan Backward using "parcels_createdAt_idx""");
        walked.ShouldNotContain("Seq Scan");

        async Task<string> Plan(PageQuery page, string types, string values)
        {
            await Lines(session, "deallocate all");
            await Lines(session, $"prepare page ({types}) as {page.Sql}");
            return string.Join('\n', await Lines(session, $"explain (costs off) execute page ({values})"));
        }
    }

    private static DocumentQuery Query(string part) => new([], "createdAt", true, null, null, null, 20, new FieldPart("note", part));
}
