using Contracts;
using Bus;
using Hosting.Configuration;
using Http.Tokens;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Options;
using Sessions;
using StackExchange.Redis;

namespace LiveService.Hubs;

internal static class HubExtensions
{
    /// <summary>Twice the largest signal: what is a little too large is refused, what is more ends the connection.</summary>
    private const int MostBytes = 128 * 1024;

    /// <summary>For what is sent to a client that does not read; then it is cut off.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Over Redis what one instance sends reaches the connections of all.</summary>
    public static void AddHub(this WebApplicationBuilder builder)
    {
        builder.AddSessions();
        builder.AddAccessTokens();
        var signalR = builder.Services.AddSignalR(options =>
        {
            options.MaximumReceiveMessageSize = MostBytes;
            options.AddFilter<TypedErrors>();

            // Of one name there are two: what goes over Redis would be written for each.
            options.SupportedProtocols = options.SupportedProtocols?.Distinct().ToList();
        }).AddMessagePackProtocol(options => options.SerializerOptions = WireMessagePack.Options);
        AddLiveProtocols(builder.Services);
        if (!MessageBusSettings.From(builder.Configuration).Embedded)
        {
            signalR.AddStackExchangeRedis(builder.Configuration.Required("ConnectionStrings:Redis"), options =>
            {
                options.Configuration.ChannelPrefix = RedisChannel.Literal("live");
                options.Configuration.AbortOnConnectFail = false;
            });
        }

        builder.Services.AddSingleton<HubConnections>();
        builder.Services.AddSingleton<RoomMembers>();
        builder.Services.AddSingleton<HubRooms>();
        builder.Services.AddSingleton<HubStages>();
        builder.Services.AddHostedService<RenewLeases>();
        builder.Services.AddHostedService<CheckSessions>();
        builder.Services.AddHostedService<TellViewers>();
    }

    public static void AddHubConsumers(this ServiceConsumers bus) => bus.AddInstanceConsumer<TellConnectionsConsumer>();

    /// <summary>Over WebSockets alone: one connection is one request, which stays where it is.</summary>
    public static void MapHub(this IEndpointRouteBuilder routes) => routes.MapHub<LiveHub>(Paths.LiveHub, options =>
    {
        options.Transports = HttpTransportType.WebSockets;
        options.CloseOnAuthenticationExpiration = true;
        options.TransportSendTimeout = Patience;
        options.WebSockets.CloseTimeout = Patience;
    });

    /// <summary>Of one name the last counts. SignalR's own stay before them: whoever adds SignalR again, as the console does in Platform, then adds none behind them.</summary>
    private static void AddLiveProtocols(IServiceCollection services)
    {
        services.AddSingleton<IHubProtocol>(provider => new LiveProtocol(new JsonHubProtocol(provider.GetRequiredService<IOptions<JsonHubProtocolOptions>>())));
        services.AddSingleton<IHubProtocol>(provider => new LiveProtocol(new MessagePackHubProtocol(provider.GetRequiredService<IOptions<MessagePackHubProtocolOptions>>())));
    }
}
