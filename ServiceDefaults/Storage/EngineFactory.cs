using Microsoft.Extensions.Configuration;
using Persistence.Engines;
using ServiceDefaults.Configuration;

namespace ServiceDefaults.Storage;

internal static class EngineFactory
{
    public static IDocumentEngine Create(IServiceProvider provider, IConfiguration configuration, string database) =>
        configuration.OneOf("Storage:Provider", "embedded", "postgres", "mongodb") switch
        {
            _ => throw new ConfigurationException("Storage:Provider", $"has no engine for {database} in {provider.GetType().Name}"),
        };
}
