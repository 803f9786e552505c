using MudBlazor;

namespace OperatorsConsole.Shell;

/// <summary>
/// MudBlazor's sheet and script, with their version in the address. Under the names with a fingerprint, which would be kept by browsers as
/// they are, the build has no compressed ones.
/// </summary>
internal static class MudBlazorFiles
{
    private const string Folder = "_content/MudBlazor";

    private static readonly string Version = typeof(MudTheme).Assembly.GetName().Version!.ToString();

    public static string Sheet { get; } = $"{Folder}/MudBlazor.min.css?v={Version}";

    public static string Script { get; } = $"{Folder}/MudBlazor.min.js?v={Version}";

    public static void UseMudBlazorFiles(this IApplicationBuilder console) => console.Use((context, next) =>
    {
        if (context.Request.Path.StartsWithSegments($"/{Folder}", StringComparison.Ordinal) && context.Request.Query["v"] == Version)
        {
            context.Response.OnStarting(() =>
            {
                if (context.Response.StatusCode is StatusCodes.Status200OK or StatusCodes.Status304NotModified)
                {
                    context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
                }

                return Task.CompletedTask;
            });
        }

        return next(context);
    });
}
