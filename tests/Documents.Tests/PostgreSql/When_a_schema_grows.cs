using Documents.Engines;
using Documents.PostgreSql;
using Testing.Servers;

namespace Documents.Tests.PostgreSql;

public sealed class When_a_schema_grows(SharedPostgres postgres) : PostgreSqlTest(postgres)
{
    private static readonly Schema<Parcel> Old = new Schema<Parcel>("parcels").Index(p => p.CreatedAt);

    [RealFact(Real.Postgres)]
    public async Task Should_find_what_was_written_before_and_what_an_older_process_writes_after()
    {
        var old = await Open(Old);
        await Write(old, Insert(Old, "before", "A"));

        var engine = await Open();
        await Write(old, Insert(Old, "after", "B"));

        (await Labelled(engine, "A")).ShouldBe(["before"]);
        (await Labelled(engine, "B")).ShouldBe(["after"]);
        (await Write(engine, Insert(Parcel.Schema, "third", "B"))).ShouldBe([WriteResult.DuplicateKey("label")]);
    }

    private static DocumentWrite Insert(Schema schema, string id, string label) =>
        Writes.Insert(new Parcel { Id = id, Label = label }) with { Schema = schema };

    private static async Task<string[]> Labelled(PostgreSqlEngine engine, string label)
    {
        var query = new DocumentQuery([new FieldFilter("label", [label])], "createdAt", false, null, null, null, 10);
        return [.. (await engine.Query(Parcel.Schema, query, CancellationToken.None)).Select(d => d.Id)];
    }
}
