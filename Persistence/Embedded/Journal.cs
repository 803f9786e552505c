using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace Persistence.Embedded;

/// <summary>
/// An append-only file of frames, each one batch of records with its length and checksum, and a snapshot of what the
/// journals before it held. Files of generation n: <c>snapshot-n</c>, complete because it is renamed into place, and
/// <c>journal-n</c>, to be replayed after it. A crash at any point leaves a generation that can be loaded.
/// </summary>
internal sealed class Journal : IDisposable
{
    private const uint Magic = 0x314E524A; // "JRN1"
    private const int HeaderLength = 12;
    private const long LeastCompaction = 16 << 20;
    private const int SnapshotFrame = 1000;

    private readonly string folder;
    private long generation;
    private long length;
    private long compactedLength;
    private SafeFileHandle file;

    private Journal(string folder, long generation)
    {
        this.folder = folder;
        this.generation = generation;
        file = OpenFile(JournalPath(generation));
        length = RandomAccess.GetLength(file);
    }

    public bool IsUsable { get; private set; } = true;

    /// <summary>Whether the journal has outgrown what it describes.</summary>
    public bool WantsCompaction => length > Math.Max(LeastCompaction, 3 * compactedLength);

    /// <summary>Replays what the folder holds, oldest first.</summary>
    public static Journal Open(string folder, Action<JournalRecord> replay, ILogger logger)
    {
        var snapshot = Generations(folder, "snapshot-").DefaultIfEmpty(0).Max();
        var journals = Generations(folder, "journal-").Where(number => number >= snapshot).Order().ToList();
        if (snapshot > 0)
        {
            ReadFrames(Path.Combine(folder, Name("snapshot-", snapshot)), replay, mayBeTorn: false, logger);
        }

        foreach (var number in journals)
        {
            ReadFrames(Path.Combine(folder, Name("journal-", number)), replay, mayBeTorn: number == journals[^1], logger);
        }

        return new Journal(folder, journals.DefaultIfEmpty(snapshot).Max());
    }

    /// <summary>Makes the records durable, together or not at all.</summary>
    public void Append(IReadOnlyList<JournalRecord> records)
    {
        if (records.Count == 0)
        {
            return;
        }

        if (!IsUsable)
        {
            throw new IOException($"The journal in {folder} failed earlier; restart to go on from what is durable.");
        }

        try
        {
            var frame = Frame(records);
            RandomAccess.Write(file, frame, length);
            RandomAccess.FlushToDisk(file);
            length += frame.Length;
        }
        catch
        {
            // What is on disk behind this point is unknown; nothing may be written after it.
            IsUsable = false;
            throw;
        }
    }

    /// <summary>Starts a new generation with the given state, and removes the files before it.</summary>
    public void Compact(IEnumerable<JournalRecord> state)
    {
        var next = generation + 1;
        var temporary = Path.Combine(folder, "snapshot.tmp");
        compactedLength = 0;
        using (var snapshot = File.Create(temporary))
        {
            foreach (var chunk in state.Chunk(SnapshotFrame))
            {
                snapshot.Write(Frame(chunk));
            }

            snapshot.Flush(flushToDisk: true);
            compactedLength = snapshot.Length;
        }

        var nextFile = OpenFile(JournalPath(next));
        File.Move(temporary, Path.Combine(folder, Name("snapshot-", next)), overwrite: true);
        FlushFolder();
        file.Dispose();
        file = nextFile;
        length = 0;
        generation = next;
        foreach (var kind in new[] { "snapshot-", "journal-" })
        {
            foreach (var old in Generations(folder, kind).Where(g => g < next))
            {
                File.Delete(Path.Combine(folder, Name(kind, old)));
            }
        }
    }

    public void Dispose() => file.Dispose();

    private static byte[] Frame(IReadOnlyList<JournalRecord> records)
    {
        using var stream = new MemoryStream();
        stream.SetLength(HeaderLength);
        stream.Position = HeaderLength;
        using (var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true))
        {
            foreach (var record in records)
            {
                record.WriteTo(writer);
            }
        }

        var frame = stream.ToArray();
        BinaryPrimitives.WriteUInt32LittleEndian(frame, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(frame.AsSpan(4), frame.Length - HeaderLength);
        BinaryPrimitives.WriteUInt32LittleEndian(frame.AsSpan(8), Checksum(frame.AsSpan(HeaderLength)));
        return frame;
    }

    private static void ReadFrames(string path, Action<JournalRecord> replay, bool mayBeTorn, ILogger logger)
    {
        var bytes = File.ReadAllBytes(path);
        var position = 0;
        while (position < bytes.Length)
        {
            if (FrameAt(bytes, position) is not { } payload)
            {
                if (!mayBeTorn || HasFrameBehind(bytes, position + 1))
                {
                    throw new InvalidDataException($"{path} is damaged at offset {position}. Nothing was changed; restore the file from a backup.");
                }

                logger.LogWarning("Cut off {Bytes} bytes of an unfinished write at the end of {Path}", bytes.Length - position, path);
                using var torn = File.OpenHandle(path, FileMode.Open, FileAccess.Write);
                RandomAccess.SetLength(torn, position);
                RandomAccess.FlushToDisk(torn);
                return;
            }

            using var reader = new BinaryReader(new MemoryStream(bytes, position + HeaderLength, payload), Encoding.UTF8);
            while (reader.BaseStream.Position < payload)
            {
                replay(JournalRecord.ReadFrom(reader));
            }

            position += HeaderLength + payload;
        }
    }

    /// <summary>The length of the intact frame's payload at this position; null when there is none.</summary>
    private static int? FrameAt(byte[] bytes, int position)
    {
        if (bytes.Length - position < HeaderLength || BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(position)) != Magic)
        {
            return null;
        }

        var payload = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(position + 4));
        return payload >= 0
            && payload <= bytes.Length - position - HeaderLength
            && BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(position + 8)) == Checksum(bytes.AsSpan(position + HeaderLength, payload))
                ? payload
                : null;
    }

    private static bool HasFrameBehind(byte[] bytes, int position)
    {
        Span<byte> magic = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(magic, Magic);
        while (position < bytes.Length && bytes.AsSpan(position).IndexOf(magic) is var found and >= 0)
        {
            position += found;
            if (FrameAt(bytes, position) is not null)
            {
                return true;
            }

            position++;
        }

        return false;
    }

    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        while (bytes.Length >= 8)
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[8..];
        }

        foreach (var b in bytes)
        {
            crc = BitOperations.Crc32C(crc, b);
        }

        return ~crc;
    }

    private static SafeFileHandle OpenFile(string path) => File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);

    private static string Name(string kind, long generation) => $"{kind}{generation:D8}";

    private static IEnumerable<long> Generations(string folder, string kind) =>
        Directory.EnumerateFiles(folder, kind + "*")
            .Select(path => long.TryParse(Path.GetFileName(path).AsSpan(kind.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var generation) ? generation : -1)
            .Where(generation => generation >= 0);

    private string JournalPath(long number) => Path.Combine(folder, Name("journal-", number));

    /// <summary>A rename is durable when its folder is.</summary>
    private void FlushFolder()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var handle = new SafeFileHandle(Native.Open(folder, 0), ownsHandle: true);
        if (handle.IsInvalid || Native.FSync(handle) != 0)
        {
            throw new IOException($"The folder {folder} could not be flushed to disk.");
        }
    }

    private static class Native
    {
        [DllImport("libc", EntryPoint = "open", SetLastError = true, CharSet = CharSet.Ansi)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

        [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int FSync(SafeFileHandle handle);
    }
}
