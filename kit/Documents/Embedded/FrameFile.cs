using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Documents.Embedded;

/// <summary>Reads a file of frames and tells a torn end (a crash within the last append) from damage.</summary>
internal static class FrameFile
{
    private const int Window = 1 << 20;

    /// <summary>Gives each payload to the reader; returns the length of the intact part.</summary>
    /// <param name="mayBeTorn">A damaged last frame ends the reading instead of failing it.</param>
    /// <exception cref="InvalidDataException">The file is damaged; the message names it and the offset.</exception>
    public static long Read(string path, bool mayBeTorn, Action<ArraySegment<byte>> read)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, FileOptions.SequentialScan);
        var length = RandomAccess.GetLength(file);
        var buffer = Array.Empty<byte>();
        long offset = 0;
        while (offset < length)
        {
            if (PayloadAt(file, offset, length, ref buffer) is not { } payload)
            {
                return mayBeTorn ? TornAt(path, file, offset, length) : throw Damaged(path, offset, "");
            }

            read(payload);
            offset += FrameBuffer.HeaderSize + payload.Count;
        }

        return offset;
    }

    private static long TornAt(string path, SafeFileHandle file, long offset, long length) =>
        NextIntact(file, offset + 1, length) is { } next
            ? throw Damaged(path, offset, $" An intact frame follows at offset {next}, so this is no torn end.")
            : offset;

    private static InvalidDataException Damaged(string path, long offset, string detail) =>
        new($"{path} is damaged at offset {offset}.{detail} Nothing was changed: restore the folder from a copy, or examine the file.");

    private static ArraySegment<byte>? PayloadAt(SafeFileHandle file, long offset, long end, ref byte[] buffer)
    {
        Span<byte> header = stackalloc byte[FrameBuffer.HeaderSize];
        if (end - offset < header.Length || !Fill(file, header, offset) || BinaryPrimitives.ReadUInt32LittleEndian(header) != FrameBuffer.Magic)
        {
            return null;
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(header[4..]);
        if (length <= 0 || length > end - offset - header.Length)
        {
            return null;
        }

        if (buffer.Length < length)
        {
            buffer = new byte[length];
        }

        var payload = new ArraySegment<byte>(buffer, 0, length);
        var isIntact = Fill(file, payload, offset + header.Length) && Crc32C.Of(payload) == BinaryPrimitives.ReadUInt32LittleEndian(header[8..]);
        return isIntact ? payload : default(ArraySegment<byte>?);
    }

    private static long? NextIntact(SafeFileHandle file, long offset, long end)
    {
        Span<byte> magic = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(magic, FrameBuffer.Magic);
        var window = new byte[Window];
        var buffer = Array.Empty<byte>();
        while (end - offset > FrameBuffer.HeaderSize)
        {
            var part = window.AsSpan(0, (int)Math.Min(Window, end - offset));
            Fill(file, part, offset);
            var at = part.IndexOf(magic);
            if (at >= 0 && PayloadAt(file, offset + at, end, ref buffer) is not null)
            {
                return offset + at;
            }

            offset += at >= 0 ? at + 1 : part.Length - magic.Length + 1;
        }

        return null;
    }

    private static bool Fill(SafeFileHandle file, Span<byte> target, long offset)
    {
        while (target.Length > 0)
        {
            var read = RandomAccess.Read(file, target, offset);
            if (read == 0)
            {
                return false;
            }

            target = target[read..];
            offset += read;
        }

        return true;
    }
}
