using Documents.Engines;
using Documents.PostgreSql;
using Npgsql;
using Testing.Servers;

namespace Documents.Tests.PostgreSql;

public sealed class When_a_schema_grows(SharedPostgres postgres) : PostgreSqlTest(postgres)
{
    private static readonly Schema<Parcel> Old = new Schema<Parcel>("parcels").Index(p => p.CreatedAt);

    [RealFact(Real.Postgres)]
    public async Task What_was_written_before_is_found_and_so_is_what_an_older_process_writes_after()
    {
        var old = await Open(Old);
        await Write(old, Insert(Old, "before", "A"), Insert(Old, "changed", "B"));

        var engine = await Open();
        await Write(old, Insert(Old, "after", "C"), Update("changed", "D"));

        (await Labelled(engine, "A")).ShouldBe(["before"]);
        (await Labelled(engine, "B")).ShouldBeEmpty();
        (await Labelled(engine, "C")).ShouldBe(["after"]);
        (await Labelled(engine, "D")).ShouldBe(["changed"]);
        (await Write(engine, Insert(Parcel.Schema, "second", "C"))).ShouldBe([WriteResult.DuplicateKey("label")]);
    }

    [RealFact(Real.Postgres)]
    public async Task An_older_version_that_starts_again_goes_on_filling_what_it_does_not_declare()
    {
        var engine = await Open();
        var old = await Open(Old);

        (await Write(old, Insert(Old, "later", "A"))).ShouldBe([WriteResult.Saved]);

        (await Labelled(engine, "A")).ShouldBe(["later"]);
    }

    [RealFact(Real.Postgres)]
    public async Task Versions_that_add_different_fields_fill_those_of_each_other()
    {
        var schema = new Schema<Parcel>("parcels").Index(p => p.CreatedAt).Index(p => p.Note, p => p.CreatedAt);
        var first = await Open();
        var second = await Open(schema);

        await Write(first, Writes.Insert(new Parcel { Id = "p", Label = "A", Note = "N" }));
        await Write(second, Writes.Insert(new Parcel { Id = "q", Label = "B", Note = "N" }) with { Schema = schema });

        (await Labelled(first, "B")).ShouldBe(["q"]);
        var query = new DocumentQuery([new FieldFilter("note", ["N"])], "createdAt", false, null, null, null, 10);
        (await second.Query(schema, query, CancellationToken.None)).Select(d => d.Id).ShouldBe(["p", "q"]);
    }

    [RealFact(Real.Postgres)]
    public async Task A_start_that_was_killed_while_it_filled_is_taken_up_by_the_next()
    {
        var old = await Open(Old);
        await Write(old, [.. Enumerable.Range(0, 1200).Select(i => Insert(Old, $"p{i:0000}", $"L{i}"))]);
        await using var session = await Connect();
        await Lines(session, "create function kill() returns trigger language plpgsql as 'begin perform pg_terminate_backend(pg_backend_pid()); return new; end'");
        await Lines(session, "create trigger kill before update on parcels for each row when (new.id = 'p1100') execute function kill()");
        await Should.ThrowAsync<NpgsqlException>(() => Open());
        (await Lines(session, "select count(*) from parcels where f_label is not null")).ShouldBe(["1000"]);
        await Lines(session, "drop trigger kill on parcels");

        var engine = await Open();

        (await Lines(session, "select count(*) from parcels where f_label is not null")).ShouldBe(["1200"]);
        (await Labelled(engine, "L1199")).ShouldBe(["p1199"]);
    }

    [RealFact(Real.Postgres)]
    public async Task An_index_that_a_killed_start_has_left_is_made_anew()
    {
        await Write(await Open(Old), Insert(Old, "one", "A"), Insert(Old, "two", "A"));
        await using var session = await Connect();
        await Should.ThrowAsync<PostgresException>(() => Lines(session, "create unique index concurrently parcels_label_key on parcels ((body ->> 'label'))"));
        await Lines(session, "delete from parcels where id = 'two'");

        await Open();

        (await Lines(session, "select indisvalid from pg_index where indexrelid = 'parcels_label_key'::regclass")).ShouldBe(["True"]);
        (await Lines(session, "select pg_get_indexdef('parcels_label_key'::regclass)"))[0].ShouldContain("f_label");
    }

    [RealFact(Real.Postgres)]
    public async Task A_rule_that_stored_documents_break_stops_the_start_and_no_writer()
    {
        var old = await Open(Old);
        await Write(old, Insert(Old, "one", "secret"), Insert(Old, "two", "secret"));

        var fault = await Should.ThrowAsync<InvalidDataException>(() => Open());

        fault.Message.ShouldContain("label");
        fault.ToString().ShouldNotContain("secret");
        (await Write(old, Insert(Old, "three", "secret"))).ShouldBe([WriteResult.Saved]);
    }

    [RealFact(Real.Postgres)]
    public async Task Columns_that_the_server_computed_become_plain_ones()
    {
        await Open(new Schema<Parcel>("others"));
        await using var session = await Connect();
        await Lines(session, """
            create table parcels (
                id text collate "C" constraint parcels_pkey primary key, version bigint not null, body json not null, exact bytea null,
                "f_createdAt" text collate "C" generated always as (body ->> 'createdAt') stored,
                f_label text collate "C" generated always as (body ->> 'label') stored)
            """);
        await Lines(session, """
            create table parcels_outbox (
                document text collate "C" not null, message uuid not null, position bigint generated always as identity,
                raised_at timestamptz not null, body json not null, primary key (document, message))
            """);
        await Lines(session, """insert into parcels (id, version, body) values ('p', 1, '{"id":"p","label":"A","status":"NEW","createdAt":"2025-06-01"}')""");

        var engine = await Open();

        (await Labelled(engine, "A")).ShouldBe(["p"]);
        (await Write(engine, Writes.Update(new Parcel { Id = "p", Label = "B" }, 1))).ShouldBe([WriteResult.Saved]);
        (await Labelled(engine, "B")).ShouldBe(["p"]);
    }

    private static DocumentWrite Insert(Schema schema, string id, string label) =>
        Writes.Insert(new Parcel { Id = id, Label = label }) with { Schema = schema };

    private static DocumentWrite Update(string id, string label) => Writes.Update(new Parcel { Id = id, Label = label }, 1) with { Schema = Old };

    private static async Task<string[]> Labelled(PostgreSqlEngine engine, string label)
    {
        var query = new DocumentQuery([new FieldFilter("label", [label])], "createdAt", false, null, null, null, 10);
        return [.. (await engine.Query(Parcel.Schema, query, CancellationToken.None)).Select(d => d.Id)];
    }
}
