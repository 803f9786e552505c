using Documents.Engines;
using Documents.Sqlite;
using Documents.Tests.PostgreSql;
using Microsoft.Extensions.Logging.Abstractions;

namespace Documents.Tests.Sqlite;

public sealed class When_a_schema_grows : IDisposable
{
    private static readonly Schema<Parcel> Old = new Schema<Parcel>("parcels").Index(p => p.CreatedAt);

    private readonly DataFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task What_was_written_before_is_found_and_so_is_what_an_older_version_writes_after()
    {
        await With(Old, engine => Insert(engine, Old, "before", "A"));
        await With(Parcel.Schema, engine => Insert(engine, Parcel.Schema, "after", "B"));
        await With(Old, engine => Insert(engine, Old, "older", "C"));

        await With(Parcel.Schema, async engine =>
        {
            foreach (var (label, id) in new[] { ("A", "before"), ("B", "after"), ("C", "older") })
            {
                var query = new DocumentQuery([new FieldFilter("label", [label])], "createdAt", false, null, null, null, 10);
                (await engine.Query(Parcel.Schema, query, CancellationToken.None)).Select(d => d.Id).ShouldBe([id]);
            }

            return await Insert(engine, Parcel.Schema, "second", "C");
        }, WriteResult.DuplicateKey("label"));
    }

    [Fact]
    public async Task A_rule_that_stored_documents_break_stops_the_start_and_changes_nothing()
    {
        await With(Old, engine => Insert(engine, Old, "one", "A"));
        await With(Parcel.Schema, engine => Insert(engine, Parcel.Schema, "other", "B"));
        await With(Old, engine => Insert(engine, Old, "two", "A"));

        (await Should.ThrowAsync<InvalidDataException>(() => With(Parcel.Schema, engine => Insert(engine, Parcel.Schema, "three", "B"))))
            .Message.ShouldContain("label");

        await With(Old, engine => Insert(engine, Old, "three", "A"));
    }

    [Fact]
    public async Task A_file_of_a_newer_version_is_refused()
    {
        await using (var open = await OpenFolder.At(folder))
        {
            open.Scalar("pragma user_version = 99");
        }

        (await Should.ThrowAsync<InvalidDataException>(() => OpenFolder.At(folder))).Message.ShouldContain("newer version");
    }

    private async Task With(Schema schema, Func<SqliteEngine, Task<WriteResult[]>> write, WriteResult? expected = null)
    {
        await using var engine = new SqliteEngine(folder.Database, NullLogger.Instance);
        await engine.Open([schema], CancellationToken.None);
        (await write(engine)).ShouldBe([expected ?? WriteResult.Saved]);
    }

    private static Task<WriteResult[]> Insert(SqliteEngine engine, Schema schema, string id, string label) =>
        engine.Write([Writes.Insert(new Parcel { Id = id, Label = label }) with { Schema = schema }], CancellationToken.None);
}
