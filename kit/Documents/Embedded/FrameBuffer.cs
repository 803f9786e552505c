using System.Buffers.Binary;
using System.Text;

namespace Documents.Embedded;

/// <summary>
/// Builds one frame: magic, length and CRC32C of the payload, then the payload, which is a run of records. The magic is
/// no UTF-8, so no text in a payload looks like the start of a frame.
/// </summary>
internal sealed class FrameBuffer : IDisposable
{
    public const uint Magic = 0xF8_4A_4E_FF;
    public const int HeaderSize = 12;

    private const int KeptCapacity = 4 << 20;

    private readonly BinaryWriter writer;
    private MemoryStream stream = new();

    public FrameBuffer()
    {
        writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        Reset();
    }

    public bool IsEmpty => stream.Length == HeaderSize;

    public long Length => stream.Length;

    public void Put(string collection, string id, long version, byte[] body, IReadOnlyList<StoredMessage> added)
    {
        Begin(RecordKind.Put, collection, id);
        writer.Write(version);
        writer.Write7BitEncodedInt(body.Length);
        writer.Write(body);
        writer.Write7BitEncodedInt(added.Count);
        foreach (var message in added)
        {
            writer.Write(message.Id.ToByteArray());
            writer.Write(message.RaisedAt.UtcTicks);
            writer.Write7BitEncodedInt(message.Json.Length);
            writer.Write(message.Json);
        }
    }

    public void Delete(string collection, string id) => Begin(RecordKind.Delete, collection, id);

    public void Clear(string collection, string id, IReadOnlyList<Guid> messages)
    {
        Begin(RecordKind.Clear, collection, id);
        writer.Write7BitEncodedInt(messages.Count);
        foreach (var message in messages)
        {
            writer.Write(message.ToByteArray());
        }
    }

    /// <summary>The last record of a snapshot: it proves that the file is whole.</summary>
    public void End(long documents)
    {
        writer.Write((byte)RecordKind.End);
        writer.Write(documents);
    }

    /// <summary>The whole frame; valid until the next change.</summary>
    public ReadOnlySpan<byte> Seal()
    {
        writer.Flush();
        var frame = stream.GetBuffer().AsSpan(0, (int)stream.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(frame, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(frame[4..], frame.Length - HeaderSize);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[8..], Crc32C.Of(frame[HeaderSize..]));
        return frame;
    }

    /// <summary>Takes the records behind the given length out again.</summary>
    public void Cut(long length) => stream.SetLength(length);

    public void Reset()
    {
        if (stream.Capacity > KeptCapacity)
        {
            stream.SetLength(0);
            stream.Capacity = KeptCapacity;
        }

        stream.SetLength(HeaderSize);
        stream.Position = HeaderSize;
    }

    public void Dispose()
    {
        writer.Dispose();
        stream.Dispose();
    }

    private void Begin(RecordKind kind, string collection, string id)
    {
        writer.Write((byte)kind);
        writer.Write(collection);
        writer.Write(id);
    }
}

internal enum RecordKind : byte
{
    Put = 1,
    Delete = 2,
    Clear = 3,
    End = 4,
}
