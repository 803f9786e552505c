using System.Diagnostics;

namespace Testing.Stores;

/// <summary>A file system in memory with room for so many bytes. Mounting one takes root.</summary>
public sealed class SmallDisk : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("small-disk-");

    private SmallDisk(long bytes)
    {
        if (Run("mount", "-t", "tmpfs", "-o", $"size={bytes}", "tmpfs", folder.FullName) is { Length: > 0 } refusal)
        {
            folder.Delete();
            throw new IOException(refusal);
        }
    }

    public string Path => folder.FullName;

    public static SmallDisk Of(long bytes) => new(bytes);

    /// <summary>Why this process cannot have one; null when it can.</summary>
    public static string? Refusal()
    {
        try
        {
            using var disk = Of(1 << 20);
            return null;
        }
        catch (Exception e) when (e is IOException or System.ComponentModel.Win32Exception)
        {
            return $"no small disk can be mounted: {e.Message.Trim()}";
        }
    }

    /// <summary>Takes room away.</summary>
    public IDisposable Fill(int bytes)
    {
        var filler = new FileStream(System.IO.Path.Combine(Path, "filler"), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        filler.Write(new byte[bytes]);
        filler.Flush(flushToDisk: true);
        return filler;
    }

    /// <summary>Takes all of it away.</summary>
    public IDisposable FillUp()
    {
        var filler = new FileStream(System.IO.Path.Combine(Path, "filler"), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        try
        {
            for (var block = new byte[64 * 1024]; block.Length > 0;)
            {
                try
                {
                    filler.Write(block);
                }
                catch (IOException)
                {
                    block = new byte[block.Length / 2];
                }
            }
        }
        catch
        {
            filler.Dispose();
            throw;
        }

        return filler;
    }

    public void Dispose()
    {
        Run("umount", folder.FullName);
        folder.Delete();
    }

    /// <returns>What it complained of.</returns>
    private static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, UseShellExecute = false })!;
        var complaint = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? "" : $"{program}: {complaint}";
    }
}

public sealed class SmallDiskFactAttribute : FactAttribute
{
    private static readonly string? Refusal = SmallDisk.Refusal();

    public SmallDiskFactAttribute() => Skip = Refusal;
}
