using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using MudBlazor;

namespace OperatorsConsole.Shell;

/// <summary>
/// MudBlazor's variables in light and dark as a sheet of its own: its provider writes them into the page, where the Content-Security-Policy
/// allows no style.
/// </summary>
internal sealed partial class ThemeSheet
{
    private const string Path = "/theme.css";

    private readonly IServiceScopeFactory scopes;
    private readonly ILoggerFactory logs;
    private readonly string version;
    private byte[]? packed;

    public ThemeSheet(IServiceScopeFactory scopes, ILoggerFactory logs)
    {
        (this.scopes, this.logs) = (scopes, logs);
        version = typeof(MudTheme).Assembly.GetName().Version + Convert.ToHexStringLower(SHA256.HashData(typeof(ThemeSheet).Module.ModuleVersionId.ToByteArray()))[..12];
    }

    public string Address => $"theme.css?v={version}";

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet(Path, async (ThemeSheet sheet, HttpContext context) =>
    {
        var css = sheet.packed ??= await Write(sheet.scopes, sheet.logs);

        // An instance of the version before may have been asked for this one's.
        context.Response.Headers.CacheControl = context.Request.Query["v"] == sheet.version ? "public, max-age=31536000, immutable" : "no-cache";
        context.Response.Headers.ContentEncoding = "gzip";
        return TypedResults.Bytes(css, "text/css; charset=utf-8");
    }).ExcludeFromDescription();

    private static async Task<byte[]> Write(IServiceScopeFactory scopes, ILoggerFactory logs)
    {
        await using var scope = scopes.CreateAsyncScope();
        await using var renderer = new HtmlRenderer(scope.ServiceProvider, logs);
        var (light, dark) = await renderer.Dispatcher.InvokeAsync(async () => (await Variables(renderer, isDark: false), await Variables(renderer, isDark: true)));
        var sheet = $$"""
            :root { {{light}} color-scheme: light; }
            :root[data-theme=dark] { {{dark}} color-scheme: dark; }
            @media (prefers-color-scheme: dark) { :root:not([data-theme=light]) { {{dark}} color-scheme: dark; } }
            """;
        using var buffer = new MemoryStream();
        await using (var gzip = new GZipStream(buffer, CompressionLevel.SmallestSize))
        {
            await gzip.WriteAsync(Encoding.UTF8.GetBytes(sheet));
        }

        return buffer.ToArray();
    }

    private static async Task<string> Variables(HtmlRenderer renderer, bool isDark)
    {
        var provider = await renderer.RenderComponentAsync<MudThemeProvider>(ParameterView.FromDictionary(new Dictionary<string, object?>
        {
            [nameof(MudThemeProvider.Theme)] = Theme.Value,
            [nameof(MudThemeProvider.IsDarkMode)] = isDark,
        }));
        return string.Concat(Variable().Matches(provider.ToHtmlString()).Select(match => match.Value));
    }

    [GeneratedRegex("--mud[a-z0-9-]*: ?[^;]*;", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Variable();
}
