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

    /// <summary>How long who waits for a row or the table has waited; not the build of an index, which nobody has to wait for.</summary>
    private const string LockWaits =
        """
        select coalesce(max(extract(epoch from clock_timestamp() - waitstart)), 0)::float8
        from pg_locks where not granted and locktype in ('relation', 'tuple', 'transactionid') and mode <> 'ShareUpdateExclusiveLock'
        """;

    private static readonly int Rows = int.Parse(Environment.GetEnvironmentVariable("GROWTH_ROWS") ?? "50000", CultureInfo.InvariantCulture);
    private static readonly Schema<Parcel> Old = new Schema<Parcel>("parcels").Index(p => p.CreatedAt);

    /// <summary>Of a server and a process that wait for a processor which other work shares.</summary>
    private static readonly TimeSpan LockSlack = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WriteSlack = TimeSpan.FromSeconds(8);

    [RealFact(Real.Postgres)]
    public async Task No_write_waits_longer_than_the_bound_and_every_column_is_right_in_the_end()
    {
        var old = await Open(Old);
        await using var session = await Connect();
        await Fill(session);
        using var stopping = new CancellationTokenSource();
        var writers = Enumerable.Range(0, Writers).Select(w => Task.Run(() => Run(old, w, stopping.Token))).ToArray();
        var waits = Task.Run(() => LongestLockWait(stopping.Token));
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
        var longest = written.Max(w => w.Longest);
        var longestWait = await waits;
        output.WriteLine(
            $"{Rows} rows grew in {took.TotalSeconds:F1} s; of {written.Sum(w => w.Count)} writes the longest took {longest.TotalMilliseconds:F0} ms; the longest wait for a lock was {longestWait.TotalMilliseconds:F0} ms");
        output.WriteLine(string.Join('\n', log.Of(LogLevel.Information)));
        written.ShouldAllBe(w => w.Count > 0);
        longestWait.ShouldBeLessThan(SetupSession.LockBound + LockSlack);
        longest.ShouldBeLessThan(SetupSession.LockBound + WriteSlack);
        (await Lines(session, "select count(*) from parcels where layout <> 5 or f_label is distinct from body ->> 'label' or f_status is distinct from body ->> 'status'"))
            .ShouldBe(["0"]);
        (await Lines(session, "select count(*) from pg_index where indrelid = 'parcels'::regclass and indisvalid")).ShouldBe(["5"]);
    }

    /// <summary>Changes the large table's rows all over it, and adds some, by a version that does not know the new fields.</summary>
    private static async Task<(int Count, TimeSpan Longest)> Run(PostgreSqlEngine engine, int writer, CancellationToken stopping)
    {
        var count = 0;
        var longest = TimeSpan.Zero;
        while (!stopping.IsCancellationRequested)
        {
            var row = (int)((long)count * 7919 % Rows) / Writers * Writers + writer;
            var stored = await engine.Get(Old, Id(row), CancellationToken.None);
            var began = Stopwatch.GetTimestamp();
            var results = await Write(
                engine,
                Writes.Update(new Parcel { Id = Id(row), Label = $"{row} {writer} {count}", Status = "CHANGED" }, stored!.Version) with { Schema = Old },
                Writes.Insert(new Parcel { Id = $"new {writer} {count}", Label = $"new {writer} {count}" }) with { Schema = Old });
            var took = Stopwatch.GetElapsedTime(began);
            longest = took > longest ? took : longest;
            results.ShouldAllBe(r => r.IsSaved);
            count++;
        }

        return (count, longest);
    }

    private async Task<TimeSpan> LongestLockWait(CancellationToken stopping)
    {
        await using var watcher = await Connect();
        var longest = 0.0;
        while (!stopping.IsCancellationRequested)
        {
            longest = Math.Max(longest, double.Parse((await Lines(watcher, LockWaits))[0], CultureInfo.CurrentCulture));
            await Task.Delay(TimeSpan.FromMilliseconds(20), CancellationToken.None);
        }

        return TimeSpan.FromSeconds(longest);
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
