using Documents.Sqlite;
using Hosting.Secrets;

namespace Platform;

/// <summary><c>--backup DIR</c>: a copy of the data folder that starts, also of a Platform that is running.</summary>
internal static class Backup
{
    /// <returns>The exit code.</returns>
    public static int Run(PlatformOptions options, string target)
    {
        var folder = Path.GetFullPath(options.Folder ?? "data");
        var copy = Path.GetFullPath(target).TrimEnd(Path.DirectorySeparatorChar);
        if (!Directory.Exists(folder))
        {
            return Refuse($"{folder} is not there; --data names the folder to copy.");
        }

        if (File.Exists(copy) || (Directory.Exists(copy) && Directory.EnumerateFileSystemEntries(copy).Any()))
        {
            return Refuse($"{copy} is there already, and not empty.");
        }

        // Only what is whole gets the name that was asked for.
        var unfinished = $"{copy}.{Environment.ProcessId}.tmp";
        try
        {
            OwnerOnly.CreateFolder(unfinished);
            var databases = FolderBackup.Copy(folder, unfinished, TimeProvider.System);
            CopySecrets(folder, unfinished);
            if (Directory.Exists(copy))
            {
                Directory.Delete(copy);
            }

            Directory.Move(unfinished, copy);
            MarkTime(folder);
            Console.WriteLine($"Copied {string.Join(", ", databases)} and the secrets of {folder} to {copy}: start it with --data {copy}.");
            return 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (Directory.Exists(unfinished))
            {
                Directory.Delete(unfinished, recursive: true);
            }

            return Refuse(e.Message);
        }
    }

    /// <summary>The copy is whole without it.</summary>
    private static void MarkTime(string folder)
    {
        var marker = Path.Combine(folder, DataFolder.BackupMarker);
        try
        {
            OwnerOnly.Open(marker, FileShare.ReadWrite).Dispose();
            File.SetLastWriteTimeUtc(marker, TimeProvider.System.GetUtcNow().UtcDateTime);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"Backup: its time could not be marked, and metrics do not tell of it: {e.Message}");
        }
    }

    private static void CopySecrets(string folder, string target)
    {
        // Every setting may have been given: then none was made.
        var secrets = Path.Combine(folder, Secrets.LocalSecrets.FileName);
        if (File.Exists(secrets))
        {
            // Of a file for its owner only, the copy is for its owner only.
            File.Copy(secrets, Path.Combine(target, Secrets.LocalSecrets.FileName));
        }
    }

    private static int Refuse(string reason)
    {
        Console.Error.WriteLine($"Backup: {reason}");
        return 1;
    }
}
