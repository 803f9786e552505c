using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Hosting;

/// <summary>A Gateway whose clients choose the address from which their connection comes.</summary>
internal static class AddressedGateway
{
    private const string Header = "X-Test-Address";

    public static Task<GatewayHost> Start(params (string Key, string Value)[] settings) => Start(_ => { }, settings);

    public static Task<GatewayHost> Start(Action<WebApplicationBuilder> configure, params (string Key, string Value)[] settings) => GatewayHost.Start(
        configure: builder =>
        {
            builder.Services.AddSingleton<IStartupFilter, AddressFilter>();
            configure(builder);
        },
        settings: settings);

    public static HttpClient From(this HttpClient client, string address)
    {
        client.DefaultRequestHeaders.Remove(Header);
        client.DefaultRequestHeaders.Add(Header, address);
        return client;
    }

    private sealed class AddressFilter : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, rest) =>
            {
                if (context.Request.Headers[Header] is [{ } address])
                {
                    context.Connection.RemoteIpAddress = IPAddress.Parse(address);
                }

                return rest(context);
            });
            next(app);
        };
    }
}
