namespace OperatorsConsole.Shell;

/// <summary>Where the console's own files are: at the root in its own host, below a folder with its name in one that takes it in.</summary>
internal sealed class OwnFiles(IWebHostEnvironment environment)
{
    private static readonly string Own = typeof(OwnFiles).Assembly.GetName().Name!;

    private readonly string folder = AreOf(environment) ? "" : $"_content/{Own}/";

    /// <summary>Whether the host is the console's own.</summary>
    public static bool AreOf(IHostEnvironment environment) => environment.ApplicationName == Own;

    public string this[string name] => $"{folder}{name}";
}
