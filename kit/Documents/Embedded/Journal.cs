using Microsoft.Win32.SafeHandles;

namespace Documents.Embedded;

/// <summary>
/// The journal that is written to. At most its last frame is not yet durable: a frame is appended only when the one
/// before it is on the disk.
/// </summary>
internal sealed class Journal(string path, Action<SafeFileHandle> flush) : IDisposable
{
    private readonly SafeFileHandle file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);

    public long Length { get; private set; } = new FileInfo(path).Length;

    /// <summary>Why nothing more can be appended: what the file holds is no longer known.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Returns when the frame is on the disk. After an exception it may be there or not.</summary>
    public void Append(ReadOnlySpan<byte> frame)
    {
        if (Failure is not null)
        {
            throw new IOException($"{path} takes no more writes since one failed: {Failure.Message} A restart reads what is on the disk.", Failure);
        }

        try
        {
            RandomAccess.Write(file, frame, Length);
        }
        catch
        {
            TakeBack();
            throw;
        }

        try
        {
            flush(file);
        }
        catch (Exception e)
        {
            // The kernel may have dropped the pages: neither a second flush nor a truncation would tell the truth.
            Failure = e;
            throw;
        }

        Length += frame.Length;
    }

    public void Dispose() => file.Dispose();

    /// <summary>A full disk leaves part of a frame, which the next append must not follow.</summary>
    private void TakeBack()
    {
        try
        {
            RandomAccess.SetLength(file, Length);
        }
        catch (Exception e)
        {
            Failure = e;
        }
    }
}
