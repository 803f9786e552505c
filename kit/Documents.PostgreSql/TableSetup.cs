using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;

namespace Documents.PostgreSql;

/// <summary>
/// Makes a table what its schema asks for, beside processes that write to it. Every step may be the last one before the
/// process is killed: the next start goes on from there.
/// </summary>
internal sealed class TableSetup(SetupSession session, Table table)
{
    /// <summary>Few enough that a writer who meets a locked row hardly notices.</summary>
    private const int FillPage = 500;

    private const int ReportedEvery = 100_000;

    private readonly string collection = table.Schema.Collection;

    /// <summary>Whether there is nothing to do. Then writes fill what the table has.</summary>
    public async Task<bool> IsDone(CancellationToken cancellationToken)
    {
        if (!await Has("to_regclass('\"engine fields\"') is not null", cancellationToken) || !await HasLayout(cancellationToken))
        {
            return false;
        }

        var fields = await LayoutStore.Read(session.Connection, table, cancellationToken);
        table.Has([.. fields.Select(f => f.Field)]);
        var filled = fields.Where(f => f.IsFilled).Select(f => f.Field);
        return !table.Schema.KeptFields.Except(filled).Any() && await MissingIndexes(cancellationToken) is [];
    }

    public async Task Run(CancellationToken cancellationToken)
    {
        if (!await Has($"to_regclass('{table.QuotedName}') is not null", cancellationToken))
        {
            await Create(cancellationToken);
            return;
        }

        await Grow(cancellationToken);
        if ((await LayoutStore.Read(session.Connection, table, cancellationToken)).Exists(f => !f.IsFilled))
        {
            await Fill(cancellationToken);
        }

        foreach (var (index, isInvalid) in await MissingIndexes(cancellationToken))
        {
            await Build(index, isInvalid, cancellationToken);
        }
    }

    /// <summary>Nobody can be waiting for a table that is not there yet.</summary>
    private async Task Create(CancellationToken cancellationToken)
    {
        var fields = table.Schema.KeptFields;
        await session.Bounded($"creating {collection}", () => [.. Statements(table.Create), Add(fields, 0, isFilled: true)], cancellationToken);
        table.Has(fields);
        session.Logger.LogInformation("Created {Collection}", collection);
    }

    private async Task Grow(CancellationToken cancellationToken)
    {
        List<string> present = [.. (await LayoutStore.Read(session.Connection, table, cancellationToken)).Select(f => f.Field)];
        List<string> added = [.. table.Schema.KeptFields.Except(present)];
        List<string> all = [.. present, .. added];
        if (added.Count > 0 || !await HasLayout(cancellationToken))
        {
            await session.Bounded(
                $"adding columns to {collection}",
                () => [.. Statements(table.Grow(added, all.Count)), Add(added, present.Count, isFilled: false)],
                cancellationToken);
            session.Logger.LogInformation("Added to {Collection}: {Fields}", collection, added);
        }

        table.Has(all);
    }

    private async Task Fill(CancellationToken cancellationToken)
    {
        var about = await session.Ask<float>($"select reltuples from pg_class where oid = '{table.QuotedName}'::regclass", cancellationToken);
        session.Logger.LogInformation("Fills new columns of {Collection}, which has about {Count} documents", collection, Math.Max(0, about));
        var seen = 0L;
        string? last = "";
        do
        {
            var after = last;
            var row = await session.Bounded($"filling columns of {collection}", () => [NoWait(), Page(after)], cancellationToken);
            last = row[0] as string;
            var before = seen;
            seen += (long)row[1]!;
            if (seen / ReportedEvery > before / ReportedEvery)
            {
                session.Logger.LogInformation("Filled new columns of {Seen} documents of {Collection}, of about {Count}", seen, collection, about);
            }
        }
        while (last is not null);

        // Before its index is used, the planner must know what is in a column.
        await session.Execute($"analyze {table.QuotedName}", cancellationToken);
        await session.Bounded("its list of fields", () => [new(LayoutStore.Filled) { Parameters = { Parameters.Text(collection) } }], cancellationToken);
        session.Logger.LogInformation("Filled the new columns of {Collection}: {Seen} documents", collection, seen);
    }

    /// <summary>Beside the writers. What a build that failed has left would be kept up for nothing, and is not used.</summary>
    /// <exception cref="InvalidDataException">Stored documents share the value.</exception>
    private async Task Build(Table.Index index, bool isInvalid, CancellationToken cancellationToken)
    {
        if (isInvalid)
        {
            await Drop(index, cancellationToken);
        }

        session.Logger.LogInformation("Builds {Index}", index.Name);
        try
        {
            await session.Execute(index.Create("concurrently"), cancellationToken);
            session.Logger.LogInformation("Built {Index}", index.Name);
            return;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            await Drop(index, cancellationToken);
        }

        // Without the server's exception, which quotes the value.
        throw new InvalidDataException($"Stored documents of {collection} share a value of {index.Of.Required}, which is declared unique.");
    }

    private Task Drop(Table.Index index, CancellationToken cancellationToken) =>
        session.Execute($"drop index concurrently if exists \"{index.Name}\"", cancellationToken);

    private NpgsqlBatchCommand Page(string after) => new(table.Layout.Fill) { Parameters = { Parameters.Text(after), Parameters.Count(FillPage) } };

    /// <summary>What a crash of the server forgets is filled again.</summary>
    private static NpgsqlBatchCommand NoWait() => new("select set_config('synchronous_commit', 'off', true)");

    private NpgsqlBatchCommand Add(IReadOnlyCollection<string> fields, int behind, bool isFilled) => new(LayoutStore.Add)
    {
        Parameters =
        {
            Parameters.Text(collection),
            Parameters.Texts([.. fields]),
            new NpgsqlParameter<int> { TypedValue = behind, NpgsqlDbType = NpgsqlDbType.Integer },
            new NpgsqlParameter<bool> { TypedValue = isFilled },
        },
    };

    private static IEnumerable<NpgsqlBatchCommand> Statements(IEnumerable<string> sql) => sql.Select(s => new NpgsqlBatchCommand(s));

    private Task<bool> HasLayout(CancellationToken cancellationToken) => Has(
        $"exists (select from pg_constraint where conrelid = to_regclass('{table.QuotedName}') and conname = '{table.LayoutCheck}')", cancellationToken);

    private Task<bool> Has(string condition, CancellationToken cancellationToken) => session.Ask<bool>($"select {condition}", cancellationToken);

    private async Task<List<(Table.Index Index, bool IsInvalid)>> MissingIndexes(CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "select c.relname, i.indisvalid from pg_index i join pg_class c on c.oid = i.indexrelid where i.indrelid = to_regclass($1)", session.Connection)
        {
            Parameters = { Parameters.Text(table.QuotedName) },
        };
        var valid = new Dictionary<string, bool>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            valid.Add(reader.GetString(0), reader.GetBoolean(1));
        }

        return [.. table.Indexes.Where(i => !valid.GetValueOrDefault(i.Name)).Select(i => (i, valid.ContainsKey(i.Name)))];
    }
}
