using Testing;
using Testing.Servers;

namespace Bench.Targets;

/// <summary>One host of ours as a process of its own.</summary>
internal sealed class Service : IAsyncDisposable
{
    private static readonly TimeSpan StartBound = TimeSpan.FromMinutes(3);

    private readonly OwnedProcess process;

    private Service(OwnedProcess process, Uri address)
    {
        this.process = process;
        Address = address;
    }

    public Uri Address { get; }

    public static Service Start(string assembly, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var address = new Uri($"http://127.0.0.1:{Ports.Free()}");
        var started = OwnedProcess.Start("dotnet", [assembly, .. arguments, "--urls", address.ToString().TrimEnd('/')], environment: environment);
        return new Service(started, address);
    }

    public async Task Ready(CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(5) };
        await process.Ready(() => Serves(http, cancellationToken), StartBound);
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            await process.Kill();
        }

        process.Dispose();
    }

    private static async Task<bool> Serves(HttpClient http, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            using var answer = await http.GetAsync(new Uri("/health/ready", UriKind.Relative), CancellationToken.None);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }
}
