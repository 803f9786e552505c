using Hosting.Networks;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Components.Web;
using MudBlazor.Services;
using OperatorsConsole.Account;
using OperatorsConsole.Audit;
using OperatorsConsole.Operations;
using OperatorsConsole.Shell;

namespace OperatorsConsole;

public static class OperatorsConsoleExtensions
{
    private const string Path = "/console";

    /// <summary>What a page was prerendered from comes back with the first message of its circuit.</summary>
    private const int LargestMessage = 1024 * 1024;

    public static void AddOperatorsConsole(this WebApplicationBuilder builder)
    {
        // The files of packages, wherever a build is run from; nothing where they were published.
        builder.WebHost.UseStaticWebAssets();

        // In development the host would compress what it believes to have changed, at the lowest level.
        builder.Configuration["ReloadStaticAssetsAtRuntime"] ??= "false";
        builder.AddClientAddresses();
        builder.AddSessions();
        builder.Services.AddSingleton(ApiAddress.From(builder.Configuration, isAlone: OwnFiles.AreOf(builder.Environment)));
        builder.Services.AddSingleton<ApiConnections>();
        builder.Services.AddSingleton<OwnCalls>();
        builder.Services.AddSingleton<PlatformHealth>();
        builder.Services.AddSingleton<OwnFiles>();
        builder.Services.AddSingleton<ThemeSheet>();
        builder.Services.AddScoped<Caller>();
        builder.Services.AddScoped<ReaderClock>();
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddCascadingAuthenticationState();
        builder.Services.AddAntiforgery(options => (options.Cookie.Name, options.Cookie.SecurePolicy) = ("console-forms", CookieSecurePolicy.SameAsRequest));
        builder.Services.AddRazorComponents()
            .RegisterPersistentService<ReaderClock>(RenderMode.InteractiveServer)
            .AddInteractiveServerComponents().AddHubOptions(options => options.MaximumReceiveMessageSize = LargestMessage);
        builder.Services.Configure<CircuitOptions>(options =>
        {
            // Each holds a screen in memory for nobody, until its reader is back.
            options.DisconnectedCircuitMaxRetained = options.PersistedCircuitInMemoryMaxRetained = 200;
            options.DisconnectedCircuitRetentionPeriod = TimeSpan.FromMinutes(3);
            options.PersistedCircuitInMemoryRetentionPeriod = TimeSpan.FromMinutes(30);
            options.JSInteropDefaultCallTimeout = TimeSpan.FromSeconds(20);
            options.MaxBufferedUnacknowledgedRenderBatches = 10;
            options.DetailedErrors = false;
        });
        builder.Services.AddMudServices();
    }

    /// <summary>A pipeline of its own under its path: nothing of what a REST API does to requests is done to pages.</summary>
    public static void MapOperatorsConsole(this WebApplication app) => app.Map(Path, console =>
    {
        console.UseClientAddresses();
        console.UseWholePath();
        console.UsePageHeaders();
        console.UseFailedPage();
        console.UseWhen(FailedPages.AreSeen, pages => pages.UseStatusCodePagesWithReExecute(NotFound.Path, createScopeForStatusCodePages: true));
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
