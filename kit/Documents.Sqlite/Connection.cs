using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Documents.Sqlite;

/// <summary>An open connection and the commands that were prepared on it. For one thread at a time.</summary>
internal sealed class Connection(SqliteConnection connection) : IDisposable
{
    /// <summary>Far above the number of statements that a service has: queries differ by how many values they compare.</summary>
    private const int MaxCommands = 500;

    private readonly Dictionary<string, SqliteCommand> commands = [];

    public bool IsInTransaction => raw.sqlite3_get_autocommit(connection.Handle) == 0;

    /// <summary>Prepared once. The values are $1, $2 and so on.</summary>
    public SqliteCommand Command(string sql, params ReadOnlySpan<object?> values)
    {
        if (!commands.TryGetValue(sql, out var command))
        {
            Forget(MaxCommands);
            command = Prepare(sql, values.Length);
            commands.Add(sql, command);
        }

        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }

        return command;
    }

    /// <returns>How many rows were changed.</returns>
    public int Change(string sql, params ReadOnlySpan<object?> values) => Command(sql, values).ExecuteNonQuery();

    public bool Exists(string sql, params ReadOnlySpan<object?> values) => Command(sql, values).ExecuteScalar() is not null;

    public List<T> Read<T>(string sql, Func<SqliteDataReader, T> row, params ReadOnlySpan<object?> values)
    {
        using var reader = Command(sql, values).ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(row(reader));
        }

        return rows;
    }

    /// <summary>Not kept: settings take effect while they are prepared, and what makes tables runs once.</summary>
    public object? Once(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    public void Dispose()
    {
        Forget(0);
        connection.Dispose();
    }

    private SqliteCommand Prepare(string sql, int values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 1; i <= values; i++)
        {
            command.Parameters.Add(new SqliteParameter($"${i}", null));
        }

        return command;
    }

    private void Forget(int most)
    {
        if (commands.Count >= most)
        {
            foreach (var command in commands.Values)
            {
                command.Dispose();
            }

            commands.Clear();
        }
    }
}
