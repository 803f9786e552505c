namespace Testing.Servers;

/// <summary>Builds pages, with packages that it gets from its registry.</summary>
public static class NpmProgram
{
    public static string? Path { get; } = Programs.Find("npm");
}
