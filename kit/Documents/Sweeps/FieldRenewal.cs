using System.Linq.Expressions;
using System.Text.Json;
using Hosting;
using Hosting.Logging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Documents.Sweeps;

public static class FieldRenewalExtensions
{
    /// <summary>
    /// At each start, saves those documents again whose stored fields are not what this version makes of them: of versions that did
    /// not know a computed field. Reads the whole collection, beside everything else.
    /// </summary>
    /// <param name="order">In which it is read; every document has it.</param>
    public static void AddFieldRenewal<T>(this IServiceCollection services, Schema<T> schema, Expression<Func<T, object?>> order) where T : Document =>
        services.AddSingleton<IHostedService>(provider => new FieldRenewal<T>(
            provider.GetRequiredService<IDocumentStore<T>>(),
            schema,
            order,
            provider.GetRequiredService<IHostApplicationLifetime>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<FieldRenewal<T>>>()));
}

internal sealed class FieldRenewal<T>(
    IDocumentStore<T> store, Schema<T> schema, Expression<Func<T, object?>> order, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<FieldRenewal<T>> logger)
    : BackgroundService
    where T : Document
{
    private const int PageSize = 100;

    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await lifetime.Started(stoppingToken);
        while (true)
        {
            try
            {
                await Renew(stoppingToken);
                return;
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogWarning(Outage.Event, "Fields of {Collection} could not be renewed, trying again in {Delay}: {Reason}", schema.Collection, RetryDelay, e.Message);
            }

            await Task.Delay(RetryDelay, time, stoppingToken);
        }
    }

    private async Task Renew(CancellationToken cancellationToken)
    {
        var renewed = 0;
        string? next = null;
        do
        {
            var page = await store.Query(new Query<T>().OrderBy(order).After(Cursor.Parse(next)).Take(PageSize), cancellationToken);
            foreach (var outdated in page.Items.Where(IsOutdated))
            {
                await store.Change(outdated.Id, IsOutdated, cancellationToken);
                renewed++;
            }

            next = page.NextCursor;
        }
        while (next is not null);

        if (renewed > 0)
        {
            logger.LogInformation("Renewed the fields of {Count} documents of {Collection}", renewed, schema.Collection);
        }
    }

    private bool IsOutdated(T document)
    {
        var (stored, made) = (schema.FieldValues(document.Stored), schema.FieldValues(JsonSerializer.SerializeToUtf8Bytes(document, DocumentJson.Options)));
        return schema.Fields.Any(field => stored[field] != made[field]);
    }
}
