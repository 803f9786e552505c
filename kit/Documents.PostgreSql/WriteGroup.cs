using System.Text.Json;
using Documents.Engines;
using Npgsql;
using NpgsqlTypes;

namespace Documents.PostgreSql;

/// <summary>Writes of one batch that share a statement: the same collection, the same kind.</summary>
internal sealed class WriteGroup
{
    private readonly Table table;
    private readonly WriteKind kind;
    private readonly DocumentWrite[] writes;
    private readonly string[] ids;

    /// <summary>In the order of the ids, so that two batches seldom wait for each other's rows.</summary>
    public WriteGroup(Table table, WriteKind kind, IEnumerable<DocumentWrite> writes)
    {
        this.table = table;
        this.kind = kind;
        this.writes = [.. writes.OrderBy(w => w.Id, StringComparer.Ordinal)];
        ids = [.. this.writes.Select(w => StorableText.From(w.Id))];
    }

    public Table Table => table;

    public NpgsqlBatchCommand Command()
    {
        var layout = table.Layout;
        var command = new NpgsqlBatchCommand(kind switch
        {
            WriteKind.Insert => layout.Insert,
            WriteKind.Update => layout.Update,
            _ => table.Delete,
        });
        command.Parameters.Add(Parameters.Texts(ids));
        if (kind != WriteKind.Delete)
        {
            AddBodies(command, layout.Fields);
        }

        if (kind != WriteKind.Insert)
        {
            command.Parameters.Add(Parameters.Array([.. writes.Select(w => w.ExpectedVersion)], NpgsqlDbType.Bigint));
        }

        if (kind != WriteKind.Delete)
        {
            AddMessages(command);
        }

        return command;
    }

    /// <summary>Reads the ids that the command returned: those writes are saved, and updates and deletes that are not are stale.</summary>
    /// <returns>The inserts that met a document or a value that is there.</returns>
    public async Task<List<DocumentWrite>> Read(NpgsqlDataReader reader, IDictionary<DocumentWrite, WriteResult> results, CancellationToken cancellationToken)
    {
        var saved = new HashSet<string>();
        while (await reader.ReadAsync(cancellationToken))
        {
            saved.Add(reader.GetString(0));
        }

        var refused = new List<DocumentWrite>();
        for (var i = 0; i < writes.Length; i++)
        {
            if (saved.Contains(ids[i]))
            {
                results[writes[i]] = WriteResult.Saved;
            }
            else if (kind == WriteKind.Insert)
            {
                refused.Add(writes[i]);
            }
            else
            {
                results[writes[i]] = WriteResult.Stale;
            }
        }

        return refused;
    }

    private void AddBodies(NpgsqlBatchCommand command, IReadOnlyList<string> fields)
    {
        var texts = fields.Select(_ => new string?[writes.Length]).ToArray();
        var bodies = new byte[writes.Length][];
        var exact = new byte[]?[writes.Length];
        for (var i = 0; i < writes.Length; i++)
        {
            bodies[i] = StorableText.FromJson(writes[i].Body);
            exact[i] = ReferenceEquals(bodies[i], writes[i].Body) ? null : writes[i].Body;
            foreach (var (field, text) in DocumentJson.TextsOf(writes[i].Body, fields).Index())
            {
                texts[field][i] = text is null ? null : StorableText.From(text);
            }
        }

        command.Parameters.Add(Parameters.Array(bodies, NpgsqlDbType.Json));
        command.Parameters.Add(Parameters.Array(exact, NpgsqlDbType.Bytea));
        foreach (var column in texts)
        {
            command.Parameters.Add(Parameters.Texts(column));
        }
    }

    private void AddMessages(NpgsqlBatchCommand command)
    {
        var messages = writes.SelectMany((w, i) => w.Outbox.Select(m => (Document: ids[i], Message: m))).ToList();
        command.Parameters.Add(Parameters.Texts([.. messages.Select(m => m.Document)]));
        command.Parameters.Add(Parameters.Array([.. messages.Select(m => m.Message.Id)], NpgsqlDbType.Uuid));
        command.Parameters.Add(Parameters.Array([.. messages.Select(m => m.Message.RaisedAt.UtcDateTime)], NpgsqlDbType.TimestampTz));
        command.Parameters.Add(Parameters.Array(
            [.. messages.Select(m => JsonSerializer.SerializeToUtf8Bytes(m.Message, DocumentJson.Options))], NpgsqlDbType.Json));
    }
}
