using System.Globalization;
using System.Text.Json;
using Documents.Engines;
using Documents.Outbox;

namespace Documents.Sqlite;

/// <summary>The writes of a batch one after another, in a transaction that the caller begins and commits.</summary>
internal sealed class BatchWriter(Connection connection)
{
    public WriteResult Write(Table table, Staged staged)
    {
        var refusal = staged.Write.Kind switch
        {
            WriteKind.Insert => Insert(table, staged),
            WriteKind.Update => Update(table, staged),
            WriteKind.Delete => Delete(table, staged.Write),
            _ => throw new ArgumentOutOfRangeException(nameof(staged), staged.Write.Kind, null),
        };
        if (refusal is not null)
        {
            return refusal.Value;
        }

        foreach (var message in staged.Messages)
        {
            connection.Change(table.Raise, staged.Write.Id, message.Id, message.RaisedAt, message.Body);
        }

        return WriteResult.Saved;
    }

    public void Clear(Table table, SentMessages sent)
    {
        foreach (var message in sent.MessageIds)
        {
            connection.Change(table.Clear, sent.Id, Message.IdOf(message));
        }
    }

    private WriteResult? Insert(Table table, Staged staged)
    {
        if (connection.Change(table.Insert, [staged.Write.Id, staged.Write.Body, .. staged.Fields]) > 0)
        {
            return null;
        }

        return connection.Exists(table.HasId, staged.Write.Id) ? WriteResult.DuplicateId : Taken(table, staged);
    }

    private WriteResult? Update(Table table, Staged staged)
    {
        var write = staged.Write;
        var stored = connection.Read(table.Stored, r => Array.ConvertAll([.. Enumerable.Range(0, table.Fields.Count)], r.TextOrNull), write.Id, write.ExpectedVersion);
        if (stored.Count == 0)
        {
            return WriteResult.Stale;
        }

        int[] changed = [.. Enumerable.Range(0, table.Fields.Count).Where(i => stored[0][i] != staged.Fields[i])];
        object?[] values = [write.Id, write.Body, .. changed.Select(i => staged.Fields[i])];
        return connection.Change(table.Update(changed.Select(i => table.Fields[i])), values) > 0 ? null : Taken(table, staged);
    }

    private WriteResult? Delete(Table table, DocumentWrite write)
    {
        if (connection.Change(table.Delete, write.Id, write.ExpectedVersion) == 0)
        {
            return WriteResult.Stale;
        }

        connection.Change(table.DeleteOutbox, write.Id);
        return null;
    }

    /// <summary>In the same transaction, so that what stood in the way is still there.</summary>
    private WriteResult Taken(Table table, Staged staged)
    {
        foreach (var unique in table.Schema.UniqueFields)
        {
            var value = staged.Fields[table.Fields.Index().First(f => f.Item == unique).Index];
            if (value is not null && connection.Exists(table.HasValue(unique), value, staged.Write.Id))
            {
                return WriteResult.DuplicateKey(unique);
            }
        }

        throw new InvalidOperationException(
            $"SQLite refused {staged.Write.Kind} of {table.Schema.Collection}/{staged.Write.Id} for no rule that is declared.");
    }

    /// <summary>A write with its fields and messages as they are stored: made by who asks, not by the one thread that writes.</summary>
    internal sealed record Staged(DocumentWrite Write, string?[] Fields, IReadOnlyList<Message> Messages)
    {
        public static Staged From(Table table, DocumentWrite write) =>
            new(
                write,
                write.Kind == WriteKind.Delete ? [] : DocumentJson.TextsOf(write.Body, table.Fields),
                [.. write.Outbox.Select(Message.From)]);
    }

    internal sealed record Message(string Id, string RaisedAt, byte[] Body)
    {
        public static Message From(OutboxMessage message) =>
            new(IdOf(message.Id), DocumentJson.TextOf(message.RaisedAt)!, JsonSerializer.SerializeToUtf8Bytes(message, DocumentJson.Options));

        public static string IdOf(Guid message) => message.ToString("D", CultureInfo.InvariantCulture);
    }
}
