using System.Globalization;
using System.Text.Json;
using Persistence;
using Persistence.Engines;
using Persistence.Outbox;

namespace Documents.Sqlite;

/// <summary>The writes of a batch one after another, in a transaction that the caller begins and commits.</summary>
internal sealed class BatchWriter(Connection connection)
{
    public WriteResult Write(Table table, Staged staged)
    {
        var write = staged.Write;
        var saved = write.Kind switch
        {
            WriteKind.Insert => connection.Change(table.Insert, write.Id, write.Body),
            WriteKind.Update => connection.Change(table.Update, write.Id, write.ExpectedVersion, write.Body),
            WriteKind.Delete => connection.Change(table.Delete, write.Id, write.ExpectedVersion),
            _ => throw new ArgumentOutOfRangeException(nameof(staged), write.Kind, null),
        };
        if (saved == 0)
        {
            return WhyNot(table, write);
        }

        if (write.Kind == WriteKind.Delete)
        {
            connection.Change(table.DeleteOutbox, write.Id);
        }

        foreach (var message in staged.Messages)
        {
            connection.Change(table.Raise, write.Id, message.Id, message.RaisedAt, message.Body);
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

    /// <summary>In the same transaction, so that what stood in the way is still there.</summary>
    private WriteResult WhyNot(Table table, DocumentWrite write)
    {
        if (write.Kind == WriteKind.Insert && connection.Exists(table.HasId, write.Id))
        {
            return WriteResult.DuplicateId;
        }

        if (write.Kind == WriteKind.Delete || (write.Kind == WriteKind.Update && !connection.Exists(table.HasVersion, write.Id, write.ExpectedVersion)))
        {
            return WriteResult.Stale;
        }

        var values = table.Schema.FieldValues(write.Body);
        return table.Schema.UniqueFields.FirstOrDefault(f => values[f] is { } value && connection.Exists(table.HasValue(f), value, write.Id)) is { } taken
            ? WriteResult.DuplicateKey(taken)
            : throw new InvalidOperationException($"SQLite refused {write.Kind} of {table.Schema.Collection}/{write.Id} for no rule that is declared.");
    }

    /// <summary>A write with its messages as they are stored: made by who asks, not by the one thread that writes.</summary>
    internal sealed record Staged(DocumentWrite Write, IReadOnlyList<Message> Messages)
    {
        public static Staged From(DocumentWrite write) => new(write, [.. write.Outbox.Select(Message.From)]);
    }

    internal sealed record Message(string Id, string RaisedAt, byte[] Body)
    {
        public static Message From(OutboxMessage message) =>
            new(IdOf(message.Id), DocumentJson.TextOf(message.RaisedAt)!, JsonSerializer.SerializeToUtf8Bytes(message, DocumentJson.Options));

        public static string IdOf(Guid message) => message.ToString("D", CultureInfo.InvariantCulture);
    }
}
