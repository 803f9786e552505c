using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Testing.Processes;
using Testing.Servers;

namespace Browser.Tests;

/// <summary>The page in <c>samples/live</c>, built in a folder of its own and served from there, as a site besides the platform.</summary>
internal sealed class SamplePage : IAsyncDisposable
{
    private static readonly TimeSpan BuildBound = TimeSpan.FromMinutes(5);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("page-");
    private WebApplication? site;

    /// <summary>As browsers name it.</summary>
    public string Origin => site?.Urls.Single() ?? throw new InvalidOperationException("The page has no address before it is served.");

    /// <summary>First, so that its address is its own while the rest is built.</summary>
    public async Task Serve()
    {
        Copy(new DirectoryInfo(Path.Combine(Repository.Root, "samples", "live")), folder);
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { WebRootPath = Path.Combine(folder.FullName, "public") });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        site = builder.Build();
        site.UseFileServer();
        await site.StartAsync();
    }

    public async Task Build()
    {
        await Npm("ci", "--include=dev", "--no-audit", "--no-fund", "--prefer-offline", "--fetch-timeout=30000", "--fetch-retries=2");
        await Npm("run", "check");
        await Npm("run", "build");
    }

    public async ValueTask DisposeAsync()
    {
        if (site is not null)
        {
            await site.DisposeAsync();
        }

        folder.Delete(recursive: true);
    }

    private Task Npm(params IReadOnlyList<string> arguments) => OwnedProcess.Run(NpmProgram.Path!, ["--prefix", folder.FullName, .. arguments], bound: BuildBound);

    /// <summary>What was installed or built in the checkout stays there.</summary>
    private static void Copy(DirectoryInfo from, DirectoryInfo to)
    {
        foreach (var file in from.GetFiles().Where(file => !file.Name.StartsWith("page.js", StringComparison.Ordinal)))
        {
            file.CopyTo(Path.Combine(to.FullName, file.Name));
        }

        foreach (var inner in from.GetDirectories().Where(inner => inner.Name != "node_modules"))
        {
            Copy(inner, to.CreateSubdirectory(inner.Name));
        }
    }
}
