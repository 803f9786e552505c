using Documents.Engines;
using Testing.Servers;

namespace Documents.Tests.PostgreSql;

public sealed class When_the_server_is_empty(SharedPostgres postgres) : PostgreSqlTest(postgres)
{
    [RealFact(Real.Postgres)]
    public async Task Several_processes_may_open_it_at_once()
    {
        var engines = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Create()));

        await Task.WhenAll(engines.Select(e => Task.Run(() => e.Open([Parcel.Schema, Note.Schema], CancellationToken.None))));

        for (var i = 0; i < engines.Length; i++)
        {
            (await Write(engines[i], Writes.Insert(new Parcel { Id = $"p{i}" }))).ShouldBe([WriteResult.Saved]);
        }

        (await engines[0].Get(Parcel.Schema, "p5", CancellationToken.None)).ShouldNotBeNull();
    }

    [RealFact(Real.Postgres)]
    public async Task Each_unique_field_and_index_gets_its_index()
    {
        await Open();

        await using var session = await Connect();
        (await Lines(session, "select indexname from pg_indexes where tablename = 'parcels' order by indexname")).ShouldBe(
            ["parcels_createdAt_idx", "parcels_label_key", "parcels_pkey", "parcels_status_dueAt_idx", "parcels_tracking_key"]);
    }

    [RealFact(Real.Postgres)]
    public async Task Opening_it_again_changes_nothing()
    {
        await Open();
        await using var session = await Connect();
        const string Catalog = "select oid || ' ' || relname from pg_class where relnamespace = 'public'::regnamespace order by 1";
        var before = await Lines(session, Catalog);

        await Open();

        (await Lines(session, Catalog)).ShouldBe(before);
        before.ShouldNotBeEmpty();
    }

    [RealFact(Real.Postgres)]
    public async Task Fields_whose_names_are_too_long_are_told_apart()
    {
        var engine = await Open(LongNames.Schema);

        var write = new DocumentWrite(LongNames.Schema, WriteKind.Insert, "a", 0, """{"id":"a"}"""u8.ToArray(), []);

        (await Write(engine, write)).ShouldBe([WriteResult.Saved]);
        await using var session = await Connect();
        var indexes = await Lines(session, "select indexname from pg_indexes where tablename = 'long_names' and indexname <> 'long_names_pkey'");
        indexes.Count.ShouldBe(2);
        (await Lines(session, "select indexname from pg_indexes where tablename = 'long_names'")).ShouldAllBe(name => name.Length <= 63);
    }

    public sealed class Note : Document
    {
        public static readonly Schema<Note> Schema = new("notes");
    }

    public sealed class LongNames : Document
    {
        public static readonly Schema<LongNames> Schema = new Schema<LongNames>("long_names")
            .Unique(n => n.TheFirstOfTwoPropertiesWhoseNamesAreMuchLongerThanAnyoneWouldLikeOne)
            .Unique(n => n.TheFirstOfTwoPropertiesWhoseNamesAreMuchLongerThanAnyoneWouldLikeTwo);

        public string? TheFirstOfTwoPropertiesWhoseNamesAreMuchLongerThanAnyoneWouldLikeOne { get; set; }

        public string? TheFirstOfTwoPropertiesWhoseNamesAreMuchLongerThanAnyoneWouldLikeTwo { get; set; }
    }
}
