using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Testing;
using Testing.Processes;
using Testing.Servers;

namespace Browser.Tests;

/// <summary>The page in <c>samples/live</c>, built in a folder of its own and served from there, as a site besides the platform.</summary>
internal sealed class SamplePage : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("page-");
    private WebApplication? site;

    /// <summary>As browsers name it.</summary>
    public string Origin { get; } = $"http://127.0.0.1:{Ports.Free()}";

    public async Task Start()
    {
        Copy(new DirectoryInfo(Path.Combine(Repository.Root, "samples", "live")), folder);
        await Npm("ci", "--no-audit", "--no-fund", "--prefer-offline");
        await Npm("run", "check");
        await Npm("run", "build");
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { WebRootPath = Path.Combine(folder.FullName, "public") });
        builder.WebHost.UseUrls(Origin);
        site = builder.Build();
        site.UseFileServer();
        await site.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (site is not null)
        {
            await site.DisposeAsync();
        }

        folder.Delete(recursive: true);
    }

    private Task Npm(params IReadOnlyList<string> arguments) => OwnedProcess.Run(NpmProgram.Path!, ["--prefix", folder.FullName, .. arguments]);

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
