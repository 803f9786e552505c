using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Persistence.Embedded;
using Persistence.Engines;
using Persistence.PostgreSql;
using ServiceDefaults.Configuration;

namespace ServiceDefaults.Storage;

/// <summary>The engine that <c>Storage__Provider</c> names, for one database.</summary>
internal static class EngineFactory
{
    public static IDocumentEngine Create(IServiceProvider provider, IConfiguration configuration, string database) =>
        configuration.OneOf("Storage:Provider", "embedded", "postgres", "mongodb") switch
        {
            "embedded" => new EmbeddedEngine(
                Path.Combine(configuration["Storage:Folder"] is { Length: > 0 } folder ? folder : "data", database),
                provider.GetRequiredService<ILogger<EmbeddedEngine>>()),
            "postgres" => new PostgreSqlEngine(
                configuration.Required("ConnectionStrings:Storage"), database, provider.GetRequiredService<ILogger<PostgreSqlEngine>>()),
            var other => throw new ConfigurationException("Storage:Provider", $"names '{other}', which this build does not contain"),
        };
}
