using System.Text;
using System.Text.Json;
using Documents.Engines;
using Testing.Servers;

namespace Documents.Tests.PostgreSql;

public sealed class When_documents_are_stored(SharedPostgres postgres) : PostgreSqlTest(postgres)
{
    [RealFact(Real.Postgres)]
    public async Task Bodies_are_returned_byte_for_byte()
    {
        var engine = await Open();
        var body = """{"zebra":1.50,"id":"p","$type":"x","a":[1e3,{"b":null,"a":"\u00e4 ä 😀"}],"label":"L"}"""u8.ToArray();

        await Write(engine, new DocumentWrite(Parcel.Schema, WriteKind.Insert, "p", 0, body, []));

        (await engine.Get(Parcel.Schema, "p", CancellationToken.None))!.Body.ShouldBe(body);
    }

    [RealFact(Real.Postgres)]
    public async Task NUL_characters_stay_in_texts_fields_and_ids()
    {
        var engine = await Open();
        var parcel = new Parcel { Id = "p\0", Label = "a\0b", Note = "\0\\u0000 \\\0" };
        await Write(engine, Writes.Insert(parcel, Writes.Message("\0")), Writes.Insert(new Parcel { Id = "innocent" }));

        var stored = await engine.Get(Parcel.Schema, "p\0", CancellationToken.None);
        JsonSerializer.Deserialize<Parcel>(stored!.Body, DocumentJson.Options)!.Note.ShouldBe(parcel.Note);
        var query = new DocumentQuery([new FieldFilter("label", ["a\0b"])], "createdAt", false, null, null, null, 10);
        (await engine.Query(Parcel.Schema, query, CancellationToken.None)).Single().Body.ShouldBe(Writes.Body(parcel));
        (await Write(engine, Writes.Insert(new Parcel { Id = "q", Label = "a\0b" }))).ShouldBe([WriteResult.DuplicateKey("label")]);
        (await Write(engine, Writes.Update(new Parcel { Id = "p\0", Note = "none" }, 1))).ShouldBe([WriteResult.Saved]);
        Encoding.UTF8.GetString((await engine.Get(Parcel.Schema, "p\0", CancellationToken.None))!.Body).ShouldContain("none");
        var pending = (await engine.Pending(Parcel.Schema, DateTimeOffset.MaxValue, 10, CancellationToken.None)).Single();
        pending.Messages.Single().Body.GetString().ShouldBe("\0");
        await engine.Clear([new(Parcel.Schema, pending.Id, [pending.Messages[0].Id])], CancellationToken.None);
        (await engine.Pending(Parcel.Schema, DateTimeOffset.MaxValue, 10, CancellationToken.None)).ShouldBeEmpty();
    }

    [RealFact(Real.Postgres)]
    public async Task Messages_and_what_is_in_them_keep_their_order()
    {
        var engine = await Open();
        await Write(engine, Writes.Insert(
            new Parcel { Id = "p" }, Writes.Message(new { z = 1, a = 2 }), Writes.Message("second"), Writes.Message("third", Times.Start.AddHours(-1))));
        await Write(engine, Writes.Update(new Parcel { Id = "p" }, 1, Writes.Message("fourth"), Writes.Message("fifth")));

        var pending = (await engine.Pending(Parcel.Schema, Times.Start, 10, CancellationToken.None)).Single();

        pending.Messages.Select(m => m.Body.GetRawText()).ShouldBe(["""{"z":1,"a":2}""", "\"second\"", "\"third\"", "\"fourth\"", "\"fifth\""]);
    }

    [RealFact(Real.Postgres)]
    public async Task Pages_of_pending_documents_are_full_however_many_messages_each_has()
    {
        var engine = await Open();
        await Write(engine, [.. Enumerable.Range(0, 20).Select(i => Writes.Insert(
            new Parcel { Id = $"p{i:00}" }, [.. Enumerable.Range(0, 5).Select(m => Writes.Message(m, Times.Start.AddSeconds(i)))]))]);

        var pending = await engine.Pending(Parcel.Schema, Times.Start.AddSeconds(15), 12, CancellationToken.None);

        pending.Select(p => p.Id).ShouldBe(Enumerable.Range(0, 12).Select(i => $"p{i:00}"));
        pending.ShouldAllBe(p => p.Messages.Count == 5);
        (await engine.Pending(Parcel.Schema, Times.Start.AddSeconds(15), 100, CancellationToken.None)).Count.ShouldBe(15);
    }

    [RealFact(Real.Postgres)]
    public async Task Clearing_makes_no_new_version_and_rewrites_no_document()
    {
        var engine = await Open();
        var message = Writes.Message("m");
        await Write(engine, Writes.Insert(new Parcel { Id = "p" }, message));
        await using var session = await Connect();
        var row = await Lines(session, "select ctid || ' ' || xmin || ' ' || version from parcels");

        await engine.Clear([new(Parcel.Schema, "p", [message.Id, Guid.NewGuid()]), new(Parcel.Schema, "gone", [Guid.NewGuid()])], CancellationToken.None);

        (await engine.Pending(Parcel.Schema, DateTimeOffset.MaxValue, 10, CancellationToken.None)).ShouldBeEmpty();
        (await Lines(session, "select ctid || ' ' || xmin || ' ' || version from parcels")).ShouldBe(row);
    }

    [RealFact(Real.Postgres)]
    public async Task A_changed_body_leaves_the_indexes_alone()
    {
        var engine = await Open();
        await Write(engine, Writes.Insert(new Parcel { Id = "p", Label = "L" }));
        await using var session = await Connect();

        await Write(engine, Writes.Update(new Parcel { Id = "p", Label = "L", Note = "changed" }, 1));

        // The line pointer that the indexes name leads on to the new row: a heap-only tuple.
        await Lines(session, "create extension pageinspect");
        (await Lines(session, "select (t_infomask2 & 32768) <> 0 from heap_page_items(get_raw_page('parcels', 0)) order by lp desc limit 1")).ShouldBe(["True"]);
    }
}
