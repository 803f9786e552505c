using System.Text.Json;
using Http.Problems;

namespace Http.Versioning;

/// <summary>The current version's prefix becomes the path base, so that one set of routes serves both the prefix and the root.</summary>
public static class ApiVersions
{
    public const string Prefix = "/api/v1";

    private static readonly PathString Api = "/api";
    private static readonly PathString Current = "/v1";
    private static readonly string[] Supported = ["v1"];

    public static void UseApiVersions(this WebApplication app) => app.Use((context, next) =>
    {
        var request = context.Request;
        if (!request.Path.StartsWithSegments(Api, StringComparison.OrdinalIgnoreCase, out var version) || version.Value is null or "" or "/")
        {
            return next(context);
        }

        if (!version.StartsWithSegments(Current, StringComparison.OrdinalIgnoreCase, out var path))
        {
            return new Problem(
                "UNSUPPORTED_API_VERSION",
                $"Use {Prefix}: the versions that are served are in supportedVersions.",
                data: new Dictionary<string, JsonElement> { ["supportedVersions"] = JsonSerializer.SerializeToElement(Supported) })
                .ExecuteAsync(context);
        }

        request.PathBase += Prefix;
        request.Path = path.HasValue ? path : "/";
        return next(context);
    });

    /// <summary>A path of this API under the prefix that the caller used.</summary>
    public static string Link(this HttpContext context, string path) => context.Request.PathBase + path;
}
