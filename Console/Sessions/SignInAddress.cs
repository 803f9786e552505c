namespace OperatorsConsole.Sessions;

/// <summary>Where to sign in, and where to go from there.</summary>
public static class SignInAddress
{
    public const string Page = "sign-in";

    internal static string For(HttpContext context, bool hasEnded) =>
        $"{context.Request.PathBase}/{For($"{context.Request.Path.Value!.TrimStart('/')}{context.Request.QueryString}", hasEnded)}";

    /// <param name="place">Below the console's path.</param>
    public static string For(string place, bool hasEnded) =>
        $"{Page}?return={Uri.EscapeDataString(place)}{(hasEnded ? "&ended=true" : "")}";

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
