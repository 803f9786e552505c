using Npgsql;

namespace Documents.PostgreSql;

/// <summary>Which fields the tables of a database have columns for, kept in the database.</summary>
internal static class LayoutStore
{
    public const string Create =
        """
        create table if not exists "engine fields" (
            collection text not null, field text not null, position integer not null, filled boolean not null, primary key (collection, field));
        """;

    /// <summary>$1 collection, $2 fields, $3 how many it has already, $4 whether the columns are filled.</summary>
    public const string Add =
        """
        insert into "engine fields" (collection, field, position, filled)
        select $1, f.field, $3 + f.n, $4 from unnest($2) with ordinality as f (field, n)
        """;

    /// <summary>$1 collection.</summary>
    public const string Filled = """update "engine fields" set filled = true where collection = $1 and not filled""";

    /// <summary>What writes fill from now on, since the table has columns that this process had not heard of.</summary>
    public static async Task Load(NpgsqlDataSource source, Table table, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        table.Has([.. (await Read(connection, table, cancellationToken)).Select(f => f.Field)]);
    }

    /// <summary>In the order in which they were added.</summary>
    public static async Task<List<(string Field, bool IsFilled)>> Read(NpgsqlConnection connection, Table table, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("""select field, filled from "engine fields" where collection = $1 order by position""", connection)
        {
            Parameters = { Parameters.Text(table.Schema.Collection) },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var fields = new List<(string, bool)>();
        while (await reader.ReadAsync(cancellationToken))
        {
            fields.Add((reader.GetString(0), reader.GetBoolean(1)));
        }

        return fields;
    }
}
