using Documents;
using Documents.Engines;
using Documents.MongoDb;
using Documents.Outbox;
using Hosting.Health;
using Hosting.Logging;
using Hosting.Metrics;
using Hosting.Tracing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Storage;

public static class DocumentsExtensions
{
    /// <summary>
    /// A service's own database with its collections, on the engine that <c>Storage__Provider</c> names. Each
    /// collection is then injected as <see cref="IDocumentStore{T}"/>.
    /// </summary>
    public static DocumentsBuilder AddDocuments(this WebApplicationBuilder builder, string database)
    {
        var name = builder.Configuration["Storage:Database"] is { Length: > 0 } given ? given : database;
        var schemas = new List<Schema>();
        builder.Services.TryAddSingleton<CreateEngine>(provider => of => EngineFactory.Create(provider, builder.Configuration, of));
        builder.Services.AddKeyedSingleton(database, (provider, _) => new Database(
            name,
            provider.GetRequiredService<CreateEngine>()(name),
            schemas,
            provider.GetRequiredService<IOutboxTransport>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<Database>>()));
        builder.Services.AddSingleton(provider => provider.GetRequiredKeyedService<Database>(database));

        // AddHostedService would take only the first of its type, and one process may host several databases.
        builder.Services.AddSingleton<IHostedService>(provider => new DatabaseHost(
            provider.GetRequiredKeyedService<Database>(database),
            provider.GetRequiredService<IHostApplicationLifetime>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<DatabaseHost>>()));
        builder.Services.AddSample(provider => DatabaseGauges.Of(provider.GetRequiredKeyedService<Database>(database), provider.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton(new OutageFault(fault => fault is StoreUnavailableException));
        builder.Services.AddTraceSource(Database.TraceSource);
        builder.Services.AddTraceSource("Npgsql");
        builder.Services.AddTraceSource(MongoDbEngine.Instrumentation);
        builder.Services.AddComponent(database, provider => provider.GetRequiredKeyedService<Database>(database).Ping);
        return new DocumentsBuilder(builder.Services, database, schemas);
    }
}

/// <summary>The engine of a database, by its name; not open yet, and whoever asks for it disposes of it.</summary>
public delegate IDocumentEngine CreateEngine(string database);

public sealed class DocumentsBuilder(IServiceCollection services, string database, List<Schema> schemas)
{
    public DocumentsBuilder Add<T>(Schema<T> schema) where T : Document
    {
        schemas.Add(schema);
        services.AddSingleton(provider => provider.GetRequiredKeyedService<Database>(database).Store(schema));
        return this;
    }
}
