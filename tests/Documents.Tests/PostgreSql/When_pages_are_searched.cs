using Documents.Engines;
using Documents.PostgreSql;
using Npgsql;
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
    public async Task A_rare_part_is_looked_up_by_an_index_after_a_walk_along_another()
    {
        await Filled();
        await using var session = await Connect();
        await Lines(session, "analyze parcels");
        await Lines(session, "set plan_cache_mode = force_generic_plan");

        var found = await Plan(PageQuery.Found(new Table(Searched), Query("5432")), "text[], text, bigint", "'{543,432}', '5432', 20");
        found.ShouldContain("""Bitmap Index Scan on "parcels_createdAt_note_search""");
        found.ShouldNotContain("Seq Scan");
        var walked = await Plan(PageQuery.Walk(new Table(Searched), Query("5432"), 200), "bigint, text, bigint", "200, '5432', 20");
        walked.ShouldContain("""Index Scan Backward using "parcels_createdAt_idx""");
        walked.ShouldNotContain("Seq Scan");
        var any = await Plan(PageQuery.Along(new Table(Searched), Query("")), "bigint", "20");
        any.ShouldContain("""Index Scan Backward using "parcels_createdAt_idx""");
        any.ShouldNotContain("Sort");

        async Task<string> Plan(PageQuery page, string types, string values)
        {
            await Lines(session, "deallocate all");
            await Lines(session, $"prepare page ({types}) as {page.Sql}");
            return string.Join('\n', await Lines(session, $"explain (costs off) execute page ({values})"));
        }
    }

    [RealFact(Real.Postgres)]
    public async Task A_part_that_a_walk_meets_often_enough_or_of_which_it_sees_the_end_is_never_looked_up()
    {
        var engine = await Filled();
        await using var session = await Connect();

        // A look-up fails from here on.
        await Lines(session, "drop function \"engine text runs\" (text) cascade");

        await Found("note", 20);
        await Found("fifth", 20);
        await Found("fifth", 101);
        await Found("fiftieth", 20);
        await Found("third", 201);
        await Found("", 20);
        await Found("", 1001);
        await Found("5432", 20, behind: 150, expected: 0);
        await Found("none", 20, behind: 199, expected: 0);
        await Found("fifth", 20, behind: 50, expected: 10);
        await Found("", 20, behind: 5, expected: 5);
        await Should.ThrowAsync<PostgresException>(() => Found("5432", 20));

        async Task Found(string part, int limit, int? behind = null, int? expected = null)
        {
            var after = behind is { } count ? new Cursor(DocumentJson.TextOf(Times.Start.AddSeconds(count))!, $"p{count}") : null;
            var page = await engine.Query(Searched, Query(part) with { Limit = limit, After = after }, CancellationToken.None);
            page.Count.ShouldBe(expected ?? limit, $"'{part}' by {limit}");
        }
    }

    private static DocumentQuery Query(string part) => new([], "createdAt", true, null, null, null, 20, new FieldPart("note", part));

    private async Task<PostgreSqlEngine> Filled()
    {
        var engine = await Open(Searched);
        foreach (var chunk in Enumerable.Range(0, 6000).Chunk(500))
        {
            await Write(engine, [.. chunk.Select(i => Writes.Insert(new Parcel { Id = $"p{i}", Note = Note(i), CreatedAt = Times.Start.AddSeconds(i) }))]);
        }

        return engine;
    }

    private static string Note(int i) => $"note {i}{(i % 3 == 0 ? " third" : "")}{(i % 5 == 0 ? " fifth" : "")}{(i % 50 == 0 ? " fiftieth" : "")}";
}
