using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace Documents.Embedded;

/// <summary>
/// The files of one database. Snapshot N is the state at the start of journal N; the content is the newest snapshot
/// and every journal from its number on. A new journal starts before its snapshot is written, and older files go only
/// when the snapshot is durable, so each moment of a compaction leaves a folder that can be loaded.
/// </summary>
internal sealed partial class JournalFolder(string path, Action<SafeFileHandle> flush, ILogger logger) : IDisposable
{
    private const int SnapshotFrame = 256 << 10;

    private FileStream? heldLock;

    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <exception cref="IOException">Another engine, of this process or another one, has the folder open.</exception>
    public void Lock()
    {
        if (!Directory.Exists(Path))
        {
            Create();
        }

        try
        {
            heldLock = new FileStream(System.IO.Path.Combine(Path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new IOException($"The data folder {Path} is in use: only one process can have it open.", e);
        }
    }

    /// <summary>Reads everything, then cuts off a torn end and removes what a crash left over.</summary>
    /// <returns>The content, the number of the journal to go on with, and the bytes that the journals hold.</returns>
    public (StoredContent Content, long Journal, long Bytes) Load()
    {
        var journals = Numbers(JournalName());
        var snapshot = Numbers(SnapshotName()).Cast<long?>().LastOrDefault();
        var content = new StoredContent();
        if (snapshot is { } number)
        {
            FrameFile.Read(Snapshot(number), mayBeTorn: false, content.Apply);
            if (!content.IsEnded)
            {
                throw new InvalidDataException($"{Snapshot(number)} ends too early. Nothing was changed: restore the folder from a copy.");
            }
        }

        var first = snapshot ?? 1;
        var live = journals.Where(j => j >= first).ToList();
        for (var i = 0; i < live.Count; i++)
        {
            if (live[i] != first + i)
            {
                throw new InvalidDataException($"{Journal(first + i)} is missing, but {Journal(live[i])} is there. Restore the folder from a copy.");
            }
        }

        long bytes = 0;
        foreach (var journal in live)
        {
            var intact = FrameFile.Read(Journal(journal), mayBeTorn: journal == live[^1], content.Apply);
            Cut(Journal(journal), intact);
            bytes += intact;
        }

        // What the process before renamed or created may not be on the disk yet: it is, before anything older goes.
        FlushFolder(Path);
        RemoveBefore(first);
        return (content, live.Count > 0 ? live[^1] : first, bytes);
    }

    /// <summary>Creates the file durably and opens it.</summary>
    public Journal Open(long journal)
    {
        var created = !File.Exists(Journal(journal));
        var opened = new Journal(Journal(journal), flush);
        try
        {
            if (created)
            {
                FlushFolder(Path);
            }

            return opened;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    /// <summary>Writes the state at the start of a journal, then removes all older files.</summary>
    /// <returns>The bytes of the snapshot.</returns>
    public long WriteSnapshot(long number, IEnumerable<(string Collection, string Id, RowState State)> documents, CancellationToken cancellationToken)
    {
        var temporary = System.IO.Path.ChangeExtension(Snapshot(number), ".tmp");
        long offset = 0;
        using (var buffer = new FrameBuffer())
        using (var file = File.OpenHandle(temporary, FileMode.Create, FileAccess.Write))
        {
            long count = 0;
            foreach (var (collection, id, state) in documents)
            {
                count++;
                buffer.Put(collection, id, state.Version, state.Body, state.Outbox);
                if (buffer.Length >= SnapshotFrame)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    Append();
                }
            }

            buffer.End(count);
            Append();
            RandomAccess.FlushToDisk(file);

            void Append()
            {
                var frame = buffer.Seal();
                RandomAccess.Write(file, frame, offset);
                offset += frame.Length;
                buffer.Reset();
            }
        }

        File.Move(temporary, Snapshot(number), overwrite: true);
        FlushFolder(Path);
        RemoveBefore(number);
        return offset;
    }

    public void Dispose() => heldLock?.Dispose();

    /// <summary>For its owner only: it holds password hashes and coupon codes.</summary>
    private void Create()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(Path);
        }
        else
        {
            Directory.CreateDirectory(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        if (System.IO.Path.GetDirectoryName(Path) is { } parent)
        {
            FlushFolder(parent);
        }
    }

    private void Cut(string file, long length)
    {
        using var handle = File.OpenHandle(file, FileMode.Open, FileAccess.Write);
        var before = RandomAccess.GetLength(handle);
        if (before > length)
        {
            RandomAccess.SetLength(handle, length);
            RandomAccess.FlushToDisk(handle);
            logger.LogWarning("Cut a torn write of {Bytes} bytes off {File} at offset {Offset}: a crash came before it was finished", before - length, file, length);
        }
    }

    private void RemoveBefore(long number)
    {
        foreach (var file in Directory.GetFiles(Path, "snapshot-*.tmp")
            .Concat(Numbers(JournalName()).Where(j => j < number).Select(Journal))
            .Concat(Numbers(SnapshotName()).Where(s => s < number).Select(Snapshot)))
        {
            File.Delete(file);
        }
    }

    private string Journal(long number) => System.IO.Path.Combine(Path, $"journal-{number:D8}.log");

    private string Snapshot(long number) => System.IO.Path.Combine(Path, $"snapshot-{number:D8}.dat");

    private List<long> Numbers(Regex name) =>
    [
        .. Directory.GetFiles(Path)
            .Select(f => name.Match(System.IO.Path.GetFileName(f)))
            .Where(m => m.Success)
            .Select(m => long.Parse(m.Groups["number"].ValueSpan, CultureInfo.InvariantCulture))
            .Order(),
    ];

    /// <summary>Makes created and renamed files durable. Windows does so by itself.</summary>
    private static void FlushFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var folder = OpenFolder(path, 0);
        if (folder < 0)
        {
            throw new IOException($"The folder {path} cannot be opened (error {Marshal.GetLastPInvokeError()}).");
        }

        var flushed = Flush(folder);
        var error = Marshal.GetLastPInvokeError();
        _ = Close(folder);
        if (flushed != 0)
        {
            throw new IOException($"The folder {path} cannot be flushed to the disk (error {error}).");
        }
    }

    [GeneratedRegex(@"^journal-(?<number>\d{8,})\.log$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex JournalName();

    [GeneratedRegex(@"^snapshot-(?<number>\d{8,})\.dat$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SnapshotName();

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int OpenFolder([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static extern int Flush(int descriptor);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    private static extern int Close(int descriptor);
}
