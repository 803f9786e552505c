using ServiceDefaults.Configuration;

namespace Platform;

internal static class DataFolder
{
    /// <summary>The folder, made when it is not there, for its owner only: it holds password hashes and secrets.</summary>
    public static string Open(string path)
    {
        var folder = Path.GetFullPath(path);
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder);
            }
            else if (!Directory.Exists(folder))
            {
                Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }

            return folder;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException("Storage:Folder", $"cannot be made: {e.Message.TrimEnd('.')}");
        }
    }
}
