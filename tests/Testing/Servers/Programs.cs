namespace Testing.Servers;

/// <summary>Finds programs that the machine may or may not have.</summary>
internal static class Programs
{
    public static string? Find(string name) => Find(name, (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'));

    public static string? Find(string name, IEnumerable<string> folders) =>
        folders.Select(f => Path.Combine(f, name)).FirstOrDefault(File.Exists);

    /// <summary>Subfolders such as 15/bin, the highest version first.</summary>
    public static IEnumerable<string> Versions(string folder, string subfolder) => Directory.Exists(folder)
        ? Directory.GetDirectories(folder).OrderDescending(StringComparer.Ordinal).Select(f => Path.Combine(f, subfolder))
        : [];
}
