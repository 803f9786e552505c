namespace OperatorsConsole.Shell;

/// <summary>Where the console's own files are: at the root in its own host, below a folder with its name in one that takes it in.</summary>
internal sealed class OwnFiles(IWebHostEnvironment environment)
{
    private readonly string folder =
        environment.ApplicationName == typeof(OwnFiles).Assembly.GetName().Name ? "" : $"_content/{typeof(OwnFiles).Assembly.GetName().Name}/";

    public string this[string name] => $"{folder}{name}";
}
