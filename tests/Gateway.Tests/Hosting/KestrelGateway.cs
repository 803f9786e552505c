using Microsoft.AspNetCore.Hosting;

namespace Gateway.Tests.Hosting;

/// <summary>A Gateway on a real port, for what only a real server does.</summary>
internal sealed class KestrelGateway : IAsyncDisposable
{
    private KestrelGateway(GatewayHost host)
    {
        Host = host;
        Client = new HttpClient { BaseAddress = new Uri(host.App.Urls.Single()) };
    }

    public GatewayHost Host { get; }

    public HttpClient Client { get; }

    public static async Task<KestrelGateway> Start(params (string Key, string Value)[] settings) => new(await GatewayHost.Start(settings: settings, configure: builder =>
    {
        builder.WebHost.UseKestrel();
        if (!settings.Any(setting => setting.Key.StartsWith("Kestrel:Endpoints:", StringComparison.Ordinal)))
        {
            builder.WebHost.UseUrls("http://127.0.0.1:0");
        }
    }));

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Host.DisposeAsync();
    }
}
