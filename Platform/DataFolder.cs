using Hosting.Configuration;
using Hosting.Secrets;

namespace Platform;

internal static class DataFolder
{
    /// <summary>A file whose time is that of the last backup.</summary>
    public const string BackupMarker = "last-backup";

    private static FileStream? held;

    /// <summary>
    /// The folder, made when it is not there, for its owner only: it holds password hashes and secrets. It is this process's
    /// until it ends.
    /// </summary>
    public static string Open(string path)
    {
        var folder = Path.GetFullPath(path);
        try
        {
            OwnerOnly.CreateFolder(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException("Storage:Folder", $"cannot be made: {e.Message.TrimEnd('.')}");
        }

        Hold(folder);
        return folder;
    }

    private static void Hold(string folder)
    {
        try
        {
            held = OwnerOnly.Open(Path.Combine(folder, "lock"), FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException("Storage:Folder", $"is {folder}, which another process has open, or which cannot be written: {e.Message.TrimEnd('.')}");
        }
    }
}
