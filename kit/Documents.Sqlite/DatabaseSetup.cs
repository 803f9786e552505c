using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using SQLitePCL;

namespace Documents.Sqlite;

/// <summary>
/// Creates what is missing: tables, columns, indexes. A column is filled from the bodies when it is new, and when the
/// version that had the file before did not know it.
/// </summary>
internal sealed class DatabaseSetup(Connection connection, string path, ILogger logger)
{
    /// <summary>Of how tables are laid out, not of what is in them.</summary>
    private const long Format = 1;

    /// <summary>The columns that the version which opened the file last writes.</summary>
    private const string KeptFields =
        """create table if not exists "engine fields" (collection text not null, field text not null, primary key (collection, field)) without rowid""";

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
            connection.Once(KeptFields);
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
        var columns = table.Columns.Where(c => !present.Contains(c.Name)).ToList();
        var indexes = table.Indexes.Where(i => !present.Contains(i.Name)).ToList();
        columns.ForEach(c => connection.Once(c.Create));
        Fill(table);
        indexes.ForEach(i => Checked(i.Name, i.Create));
        if (columns.Count + indexes.Count > 0)
        {
            logger.LogInformation(
                "Prepared {Collection} in {File}: {Count} columns and indexes were missing", table.Schema.Collection, path, columns.Count + indexes.Count);
        }
    }

    private void Fill(Table table)
    {
        const string Kept = "from \"engine fields\" where collection = $1";
        var collection = table.Schema.Collection;
        var kept = connection.Read($"select field {Kept}", r => r.GetString(0), collection);
        var unknown = table.Fields.Except(kept).ToList();
        if (unknown.Count > 0)
        {
            Checked(string.Join(", ", unknown), table.Fill(unknown));
        }

        if (!kept.ToHashSet().SetEquals(table.Fields))
        {
            connection.Change($"delete {Kept}", collection);
            table.Fields.ToList().ForEach(f => connection.Change("insert into \"engine fields\" (collection, field) values ($1, $2)", collection, f));
        }
    }

    private void Checked(string what, string statement)
    {
        try
        {
            connection.Once(statement);
        }
        catch (SqliteException e) when (e.SqliteErrorCode == raw.SQLITE_CONSTRAINT)
        {
            throw new InvalidDataException($"Stored documents share a value that is declared unique: {what} of {path}. Nothing was changed.", e);
        }
    }
}
