using System.Text.Json;
using Persistence.Outbox;

namespace Persistence.Embedded;

internal enum JournalRecordKind : byte
{
    Put = 1,
    Delete = 2,
    Clear = 3,
}

/// <summary>One change of one document. A Put holds the whole state, so that replaying it twice does no harm.</summary>
internal sealed record JournalRecord(
    JournalRecordKind Kind, string Collection, string Id, long Version, byte[] Body, IReadOnlyList<OutboxMessage> Outbox, IReadOnlyList<Guid> MessageIds)
{
    public static JournalRecord Put(string collection, string id, long version, byte[] body, IReadOnlyList<OutboxMessage> outbox) =>
        new(JournalRecordKind.Put, collection, id, version, body, outbox, []);

    public static JournalRecord Delete(string collection, string id) => new(JournalRecordKind.Delete, collection, id, 0, [], [], []);

    public static JournalRecord Clear(string collection, string id, IReadOnlyList<Guid> messageIds) =>
        new(JournalRecordKind.Clear, collection, id, 0, [], [], messageIds);

    public void WriteTo(BinaryWriter writer)
    {
        writer.Write((byte)Kind);
        writer.Write(Collection);
        writer.Write(Id);
        writer.Write7BitEncodedInt64(Version);
        Write(writer, Body);
        Write(writer, Outbox.Count == 0 ? [] : JsonSerializer.SerializeToUtf8Bytes(Outbox, DocumentJson.Options));
        writer.Write7BitEncodedInt(MessageIds.Count);
        foreach (var id in MessageIds)
        {
            writer.Write(id.ToByteArray());
        }
    }

    public static JournalRecord ReadFrom(BinaryReader reader)
    {
        var kind = (JournalRecordKind)reader.ReadByte();
        var collection = reader.ReadString();
        var id = reader.ReadString();
        var version = reader.Read7BitEncodedInt64();
        var body = Read(reader);
        var outbox = Read(reader);
        var messageIds = new Guid[reader.Read7BitEncodedInt()];
        for (var i = 0; i < messageIds.Length; i++)
        {
            messageIds[i] = new Guid(reader.ReadBytes(16));
        }

        return new JournalRecord(
            kind, collection, id, version, body, outbox.Length == 0 ? [] : JsonSerializer.Deserialize<List<OutboxMessage>>(outbox, DocumentJson.Options)!, messageIds);
    }

    private static void Write(BinaryWriter writer, byte[] bytes)
    {
        writer.Write7BitEncodedInt(bytes.Length);
        writer.Write(bytes);
    }

    private static byte[] Read(BinaryReader reader) => reader.ReadBytes(reader.Read7BitEncodedInt());
}
