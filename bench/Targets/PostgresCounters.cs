using Bench.Measures;
using Npgsql;

namespace Bench.Targets;

/// <summary>
/// Commits are counted by the transactions that wrote, which the server knows at once. All else a session tells at most
/// once a second, so short rounds count the end of what was before instead of their own.
/// </summary>
internal sealed class PostgresCounters(string connectionString) : ICounters
{
    private const string Query =
        """
        select pg_snapshot_xmax(pg_current_snapshot())::text::float8, (select sum(xact_commit)::float8 from pg_stat_database), wal_sync::float8, wal_bytes::float8
        from pg_stat_wal
        """;

    public async Task<IReadOnlyDictionary<string, double>> Read()
    {
        await using var source = NpgsqlDataSource.Create($"{connectionString};Pooling=false");
        await using var command = source.CreateCommand(Query);
        await using var row = await command.ExecuteReaderAsync();
        await row.ReadAsync();
        return new Dictionary<string, double>
        {
            [CountNames.Commits] = row.GetDouble(0),
            [CountNames.Transactions] = row.GetDouble(1),
            [CountNames.Flushes] = row.GetDouble(2),
            [CountNames.WalBytes] = row.GetDouble(3),
        };
    }
}
