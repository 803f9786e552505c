using Hosting.Configuration;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Http.Connections;

/// <summary>What one connection may cost before a request is read: <c>Http__...</c>.</summary>
public static class ConnectionBounds
{
    private const int Most = 1024 * 1024;

    public static void AddConnectionBounds(this WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        var requestLine = configuration.Number("Http:RequestLineBytes", 8 * 1024, 256, Most);
        var headerBytes = configuration.Number("Http:HeaderBytes", 16 * 1024, 1024, Most);
        var headerCount = configuration.Number("Http:HeaderCount", 64, 8, 1000);
        var headersTime = TimeSpan.FromSeconds(configuration.Number("Http:HeadersTimeoutSeconds", 15, 1, 300));
        var idleTime = TimeSpan.FromSeconds(configuration.Number("Http:KeepAliveSeconds", 120, 1, 3600));
        var bodyGrace = TimeSpan.FromSeconds(configuration.Number("Http:BodyGraceSeconds", 5, 2, 300));
        var bodyRate = configuration.Number("Http:BodyBytesPerSecond", 240, 1, Most);
        long? connections = configuration.Number("Http:Connections", 0, 0, Most) is > 0 and var most ? most : null;
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            var limits = kestrel.Limits;
            limits.MaxRequestLineSize = requestLine;
            limits.MaxRequestHeadersTotalSize = headerBytes;
            limits.MaxRequestHeaderCount = headerCount;
            limits.RequestHeadersTimeout = headersTime;
            limits.KeepAliveTimeout = idleTime;
            limits.MinRequestBodyDataRate = new MinDataRate(bodyRate, bodyGrace);
            limits.MaxConcurrentConnections = connections;
            limits.Http2.MaxRequestHeaderFieldSize = headerBytes;
        });
    }
}
