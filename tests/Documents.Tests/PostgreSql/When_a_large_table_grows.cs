using System.Diagnostics;
using System.Globalization;
using Documents.PostgreSql;
using Microsoft.Extensions.Logging;
using Testing;
using Testing.Servers;
using Xunit.Abstractions;

namespace Documents.Tests.PostgreSql;

/// <summary>GROWTH_ROWS=2000000 tries it on a table of that many.</summary>
public sealed class When_a_large_table_grows(SharedPostgres postgres, ITestOutputHelper output) : PostgreSqlTest(postgres)
{
    private const int Writers = 4;

    private static readonly int Rows = int.Parse(Environment.GetEnvironmentVariable("GROWTH_ROWS") ?? "50000", CultureInfo.InvariantCulture);
    private static readonly Schema<Parcel> Old = new Schema<Parcel>("parcels").Index(p => p.CreatedAt);

    /// <summary>The server ends a write that waits longer for a lock. The report stays for longer than that.</summary>
    private static readonly string Bounded = $"Options=-c lock_timeout={2 * SetupSession.LockBound.TotalMilliseconds}";

    [RealFact(Real.Postgres)]
    public async Task No_write_waits_longer_than_the_bound_and_every_column_is_right_in_the_end()
    {
        var old = await Open(Old, Bounded);
        await using var session = await Connect();
        await Fill(session);
        using var stopping = new CancellationTokenSource();
        var writers = Enumerable.Range(0, Writers).Select(w => Task.Run(() => Run(old, w, stopping.Token))).ToArray();
        using var log = new LogLines();
        var watch = Stopwatch.StartNew();

        // A report that reads the table stands in the way of its new columns.
        await using (await session.BeginTransactionAsync())
        {
            await Lines(session, "select id from parcels limit 1");
            var engine = await Create(logger: log);
            var starting = engine.Open([Parcel.Schema], CancellationToken.None);
            await Wait.Until(() => log.Of(LogLevel.Information).Count(l => l.Contains("tried again", StringComparison.Ordinal)) >= 2, "it gave way twice");
            await Lines(session, "rollback");
            await starting;
        }

        var took = watch.Elapsed;
        await stopping.CancelAsync();
        var written = await Task.WhenAll(writers);
        output.WriteLine($"{Rows} rows grew in {took.TotalSeconds:F1} s, beside {written.Sum()} writes");
        output.WriteLine(string.Join('\n', log.Of(LogLevel.Information)));
        written.ShouldAllBe(count => count > 0);
        (await Lines(session, "select count(*) from parcels where layout <> 5 or f_label is distinct from body ->> 'label' or f_status is distinct from body ->> 'status'"))
            .ShouldBe(["0"]);
        (await Lines(session, "select count(*) from pg_index where indrelid = 'parcels'::regclass and indisvalid")).ShouldBe(["5"]);
    }

    /// <summary>Changes the large table's rows all over it, and adds some, by a version that does not know the new fields.</summary>
    private static async Task<int> Run(PostgreSqlEngine engine, int writer, CancellationToken stopping)
    {
        var count = 0;
        while (!stopping.IsCancellationRequested)
        {
            var row = (int)((long)count * 7919 % Rows) / Writers * Writers + writer;
            var stored = await engine.Get(Old, Id(row), CancellationToken.None);
            var results = await Write(
                engine,
                Writes.Update(new Parcel { Id = Id(row), Label = $"{row} {writer} {count}", Status = "CHANGED" }, stored!.Version) with { Schema = Old },
                Writes.Insert(new Parcel { Id = $"new {writer} {count}", Label = $"new {writer} {count}" }) with { Schema = Old });
            results.ShouldAllBe(r => r.IsSaved);
            count++;
        }

        return count;
    }

    private static string Id(int row) => $"p{row:00000000}";

    private static async Task Fill(Npgsql.NpgsqlConnection session) => await Lines(session, $$"""
        insert into parcels (id, version, body, layout, "f_createdAt")
        select id, 1, json_build_object('id', id, 'label', 'L' || n, 'status', 'S' || n % 5, 'note', repeat('x', 400), 'createdAt', at), 1, at
        from (select 'p' || lpad(n::text, 8, '0') as id, n, to_char(timestamp '2025-01-01' + n * interval '1 s', 'YYYY-MM-DD"T"HH24:MI:SS.0000000"Z"') as at
              from generate_series(0, {{Rows - 1}}) n) as made;
        analyze parcels
        """);
}
