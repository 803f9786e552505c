using Hosting.Networks;
using Microsoft.AspNetCore.Components.Server;
using MudBlazor.Services;
using OperatorsConsole.Account;
using OperatorsConsole.Audit;
using OperatorsConsole.Operations;
using OperatorsConsole.Shell;

namespace OperatorsConsole;

public static class OperatorsConsoleExtensions
{
    private const string Path = "/console";

    public static void AddOperatorsConsole(this WebApplicationBuilder builder)
    {
        // The files of packages, wherever a build is run from; nothing where they were published.
        builder.WebHost.UseStaticWebAssets();

        // In development the host would compress what it believes to have changed, at the lowest level.
        builder.Configuration["ReloadStaticAssetsAtRuntime"] ??= "false";
        builder.AddClientAddresses();
        builder.AddSessions();
        builder.Services.AddSingleton(provider => ApiAddress.From(builder.Configuration, provider));
        builder.Services.AddSingleton<ApiConnections>();
        builder.Services.AddSingleton<PlatformHealth>();
        builder.Services.AddSingleton<OwnFiles>();
        builder.Services.AddSingleton<ThemeSheet>();
        builder.Services.AddScoped<Caller>();
        builder.Services.AddScoped<ReaderClock>();
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddCascadingAuthenticationState();
        builder.Services.AddAntiforgery(options => (options.Cookie.Name, options.Cookie.SecurePolicy) = ("console-forms", CookieSecurePolicy.SameAsRequest));
        builder.Services.AddRazorComponents().AddInteractiveServerComponents();
        builder.Services.Configure<CircuitOptions>(options => options.DisconnectedCircuitMaxRetained = 200);
        builder.Services.AddMudServices();
    }

    /// <summary>A pipeline of its own under its path: nothing of what a REST API does to requests is done to pages.</summary>
    public static void MapOperatorsConsole(this WebApplication app) => app.Map(Path, console =>
    {
        console.UseClientAddresses();
        console.UseWholePath();
        console.UsePageHeaders();
        console.UseFailedPage();
        console.UseWhen(FailedPages.AreSeen, pages => pages.UseStatusCodePagesWithReExecute(NotFound.Path));
        console.UseMudBlazorFiles();
        console.UseRouting();
        console.UseSessions();
        console.UseAntiforgery();
        console.UseEndpoints(routes =>
        {
            routes.MapStaticAssets();
            ThemeSheet.Map(routes);
            SignOut.Map(routes);
            AuditDownload.Map(routes);
            Download.Map(routes);
            routes.MapRazorComponents<App>()
                .AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = "'none'");
        });
    });
}
