using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using SQLitePCL;

namespace Documents.Sqlite;

/// <summary>Creates what is missing: tables, columns, indexes. An index is filled from the documents that are there.</summary>
internal sealed class DatabaseSetup(Connection connection, string path, ILogger logger)
{
    /// <summary>Of how tables are laid out, not of what is in them.</summary>
    private const long Format = 1;

    public void Run(IReadOnlyList<Table> tables)
    {
        var format = (long)connection.Once("pragma user_version")!;
        if (format > Format)
        {
            throw new InvalidDataException($"{path} was written by a newer version (format {format}, this one knows {Format}). Nothing was changed.");
        }

        connection.Once("begin immediate");
        try
        {
            connection.Once(Probe.Create);
            foreach (var table in tables)
            {
                Prepare(table);
            }

            connection.Once($"pragma user_version = {Format}");
            connection.Once("commit");
        }
        catch
        {
            if (connection.IsInTransaction)
            {
                connection.Once("rollback");
            }

            throw;
        }
    }

    private void Prepare(Table table)
    {
        foreach (var statement in table.Create)
        {
            connection.Once(statement);
        }

        var present = connection.Read(
            "select name from pragma_table_xinfo($1) union all select name from sqlite_schema where type = 'index' and tbl_name = $1",
            r => r.GetString(0),
            table.Schema.Collection).ToHashSet();
        var missing = table.Columns.Concat(table.Indexes).Where(part => !present.Contains(part.Name)).ToList();
        missing.ForEach(Add);
        if (missing.Count > 0)
        {
            logger.LogInformation("Prepared {Collection} in {File}: {Count} columns and indexes were missing", table.Schema.Collection, path, missing.Count);
        }
    }

    private void Add(Table.Part part)
    {
        try
        {
            connection.Once(part.Create);
        }
        catch (SqliteException e) when (e.SqliteErrorCode == raw.SQLITE_CONSTRAINT)
        {
            throw new InvalidDataException($"{part.Name} of {path} is declared unique, but stored documents share a value. Nothing was changed.", e);
        }
    }
}
