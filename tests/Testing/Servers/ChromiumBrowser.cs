namespace Testing.Servers;

/// <summary>Debian's browser. Others come with libraries that this machine may not have.</summary>
public static class ChromiumBrowser
{
    public static string? Path { get; } = Programs.Find("chromium");

    /// <summary>Its sandbox refuses root.</summary>
    public static IReadOnlyList<string> Arguments { get; } = ["--no-sandbox"];
}
