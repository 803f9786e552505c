namespace OperatorsConsole.Sessions;

/// <summary>Where to sign in, and where to go from there.</summary>
public static class SignInAddress
{
    public const string Page = "sign-in";

    internal static string For(HttpContext context, SessionEnd? end) =>
        $"{context.Request.PathBase}/{For($"{context.Request.Path.Value!.TrimStart('/')}{context.Request.QueryString}", end)}";

    /// <param name="place">Below the console's path.</param>
    /// <param name="end">Of the session that there was.</param>
    public static string For(string place, SessionEnd? end) =>
        $"{Page}?return={Uri.EscapeDataString(place)}{(end is { } why ? $"&ended={WordOf(why)}" : "")}";

    /// <summary>Null for a word of nobody's.</summary>
    public static SessionEnd? EndOf(string? word) => Enum.GetValues<SessionEnd>().Cast<SessionEnd?>().FirstOrDefault(end => WordOf(end!.Value) == word);

    private static string WordOf(SessionEnd end) => end switch
    {
        SessionEnd.Ended => "true",
        SessionEnd.Idle => "idle",
        SessionEnd.SignedOut => "signed-out",
        SessionEnd.SignedInAnew => "anew",
        SessionEnd.SignedInAsAnother => "as-another",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>Below the console's path, whatever was asked for: an address of another site, or with another scheme, is none.</summary>
    public static string Local(string? place)
    {
        var path = (place ?? "").TrimStart('/', '\\');
        if (path.Length == 0 || path.Any(char.IsControl) || path.Contains('\\', StringComparison.Ordinal)
            || !Uri.TryCreate(new Uri("http://here/"), path, out var uri) || uri.Host != "here" || uri.Scheme != "http")
        {
            return "";
        }

        // What is left of ./https://... once its dots are gone has a scheme.
        var rest = uri.PathAndQuery.TrimStart('/');
        return rest.AsSpan().IndexOfAny(":/?") is var first and >= 0 && rest[first] == ':' ? "" : rest;
    }
}

/// <summary>A page for who is not signed in.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class OpenPageAttribute : Attribute;
