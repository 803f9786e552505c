using System.Text;

namespace Documents.Embedded;

/// <summary>What snapshot and journals add up to: the state of each document of each collection.</summary>
internal sealed class StoredContent
{
    private readonly Dictionary<string, Dictionary<string, RowState>> collections = [];
    private long? end;

    public IReadOnlyDictionary<string, Dictionary<string, RowState>> Collections => collections;

    /// <summary>Whether a snapshot was read to its last record.</summary>
    public bool IsEnded => end == collections.Values.Sum(c => (long)c.Count);

    public void Apply(ArraySegment<byte> payload)
    {
        using var stream = new MemoryStream(payload.Array!, payload.Offset, payload.Count, writable: false);
        using var reader = new BinaryReader(stream, Encoding.UTF8);
        while (stream.Position < stream.Length)
        {
            var kind = (RecordKind)reader.ReadByte();
            if (kind == RecordKind.End)
            {
                end = reader.ReadInt64();
                continue;
            }

            var documents = Of(reader.ReadString());
            var id = reader.ReadString();
            switch (kind)
            {
                case RecordKind.Put:
                    var version = reader.ReadInt64();
                    var body = reader.ReadBytes(reader.Read7BitEncodedInt());
                    var added = Messages(reader);
                    documents[id] = new RowState(version, body, documents.TryGetValue(id, out var before) ? [.. before.Outbox, .. added] : added);
                    break;
                case RecordKind.Delete:
                    documents.Remove(id);
                    break;
                case RecordKind.Clear:
                    var messages = Ids(reader);
                    if (documents.TryGetValue(id, out var state))
                    {
                        documents[id] = state.Without(messages);
                    }

                    break;
                default:
                    throw new InvalidDataException($"Record kind {kind} is unknown: a newer version wrote this folder.");
            }
        }
    }

    private Dictionary<string, RowState> Of(string collection)
    {
        if (!collections.TryGetValue(collection, out var documents))
        {
            collections[collection] = documents = [];
        }

        return documents;
    }

    private static StoredMessage[] Messages(BinaryReader reader)
    {
        var messages = new StoredMessage[reader.Read7BitEncodedInt()];
        for (var i = 0; i < messages.Length; i++)
        {
            messages[i] = new StoredMessage(
                new Guid(reader.ReadBytes(16)),
                new DateTimeOffset(reader.ReadInt64(), TimeSpan.Zero),
                reader.ReadBytes(reader.Read7BitEncodedInt()));
        }

        return messages;
    }

    private static HashSet<Guid> Ids(BinaryReader reader)
    {
        var count = reader.Read7BitEncodedInt();
        return [.. Enumerable.Range(0, count).Select(_ => new Guid(reader.ReadBytes(16)))];
    }
}
