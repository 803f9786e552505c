using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Documents.Sqlite;

/// <summary>
/// Several databases as they were at one moment. No order of copying one after another would do: messages go both ways
/// between services, and one that was sent, handled and cleared between two copies would be in neither. So for some
/// milliseconds all writers are kept out, and a read of each database begun that goes on seeing what it saw then.
/// </summary>
internal sealed class ConsistentCut : IDisposable
{
    /// <summary>Writers that are kept out wait <see cref="DatabaseFile"/>'s patience, which is longer.</summary>
    private static readonly TimeSpan LongestHold = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly List<(string File, SqliteConnection Source)> sources = [];

    private ConsistentCut()
    {
    }

    public IReadOnlyList<(string File, SqliteConnection Source)> Sources => sources;

    public static ConsistentCut Of(IReadOnlyList<string> files, TimeProvider time)
    {
        var cut = new ConsistentCut();
        var locks = new List<SqliteConnection>();
        try
        {
            foreach (var file in files)
            {
                cut.sources.Add((file, Open(file)));
                locks.Add(Open(file));
            }

            Lock(locks, time);
            cut.sources.ForEach(s => Execute(s.Source, "begin; select 1 from sqlite_schema"));
            return cut;
        }
        catch
        {
            cut.Dispose();
            throw;
        }
        finally
        {
            // Closing one gives its lock back.
            locks.ForEach(l => l.Dispose());
        }
    }

    public void Dispose() => sources.ForEach(s => s.Source.Dispose());

    /// <summary>A writer lets go between two commits for microseconds only: who sleeps between two attempts would not get in.</summary>
    private static void Lock(List<SqliteConnection> connections, TimeProvider time)
    {
        var began = time.GetTimestamp();
        while (!TryLockAll(connections, time))
        {
            if (time.GetElapsedTime(began) > Patience)
            {
                throw new IOException($"The writers of {connections.Count} databases could not all be kept out for a moment within {Patience.TotalSeconds} s.");
            }
        }
    }

    private static bool TryLockAll(List<SqliteConnection> connections, TimeProvider time)
    {
        long? first = null;
        foreach (var connection in connections)
        {
            var spin = new SpinWait();
            var began = first ?? time.GetTimestamp();
            while (!TryLock(connection))
            {
                if (time.GetElapsedTime(began) > LongestHold)
                {
                    connections.Where(c => raw.sqlite3_get_autocommit(c.Handle) == 0).ToList().ForEach(c => Execute(c, "rollback"));
                    return false;
                }

                spin.SpinOnce(sleep1Threshold: -1);
            }

            first ??= time.GetTimestamp();
        }

        return true;
    }

    private static bool TryLock(SqliteConnection connection)
    {
        var code = raw.sqlite3_exec(connection.Handle, "begin immediate");
        if (code is not raw.SQLITE_OK and not raw.SQLITE_BUSY)
        {
            SqliteException.ThrowExceptionForRC(code, connection.Handle);
        }

        return code == raw.SQLITE_OK;
    }

    private static void Execute(SqliteConnection connection, string sql) =>
        SqliteException.ThrowExceptionForRC(raw.sqlite3_exec(connection.Handle, sql), connection.Handle);

    /// <summary>Not read-only: a file that a killed process left has its last commits in the log, and they are taken along.</summary>
    private static SqliteConnection Open(string file)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ConnectionString);
        try
        {
            connection.Open();
            raw.sqlite3_busy_timeout(connection.Handle, 0);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
