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
    /// At each start, and every quarter of an hour, saves those documents again whose stored fields are not what this version
    /// makes of them: of versions that did not know a computed field, which may still write beside this one. Reads the whole
    /// collection, beside everything else.
    /// </summary>
    /// <param name="order">In which it is read; every document has it.</param>
    public static void AddFieldRenewal<T>(this IServiceCollection services, Schema<T> schema, Expression<Func<T, object?>> order) where T : Document
    {
        services.AddSingleton(provider => new FieldRenewal<T>(
            provider.GetRequiredService<IDocumentStore<T>>(),
            schema,
            order,
            provider.GetRequiredService<IHostApplicationLifetime>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<FieldRenewal<T>>>()));
        services.AddHostedService(provider => provider.GetRequiredService<FieldRenewal<T>>());
    }
}

public sealed class FieldRenewal<T>(
    IDocumentStore<T> store, Schema<T> schema, Expression<Func<T, object?>> order, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<FieldRenewal<T>> logger)
    : BackgroundService
    where T : Document
{
    internal static readonly TimeSpan Interval = TimeSpan.FromMinutes(15);

    private const int PageSize = 100;

    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(10);

    private volatile bool hasPassed;

    /// <summary>Whether this process has been through the collection once: until then, a search by a computed field may miss documents.</summary>
    public bool HasPassed => hasPassed;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await lifetime.Started(stoppingToken);
        while (true)
        {
            await Pass(stoppingToken);
            hasPassed = true;
            await Task.Delay(Interval, time, stoppingToken);
        }
    }

    private async Task Pass(CancellationToken cancellationToken)
    {
        var renewed = 0;
        string? next = null;
        do
        {
            var page = await Read(Cursor.Parse(next), cancellationToken);
            foreach (var outdated in page.Items.Where(IsOutdated))
            {
                renewed += await Renew(outdated.Id, cancellationToken) ? 1 : 0;
            }

            next = page.NextCursor;
        }
        while (next is not null);

        if (renewed > 0)
        {
            logger.LogInformation("Renewed the fields of {Count} documents of {Collection}", renewed, schema.Collection);
        }
    }

    private Task<Page<T>> Read(Cursor? after, CancellationToken cancellationToken) =>
        Insist(() => store.Query(new Query<T>().OrderBy(order).After(after).Take(PageSize), cancellationToken), _ => true, cancellationToken);

    /// <summary>One that cannot be saved holds up no other.</summary>
    private async Task<bool> Renew(string id, CancellationToken cancellationToken)
    {
        try
        {
            await Insist(() => store.Change(id, IsOutdated, cancellationToken), e => e is StoreUnavailableException, cancellationToken);
            return true;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            logger.LogError(e, "Fields of {Document} of {Collection} cannot be renewed; searches may miss it", id, schema.Collection);
            return false;
        }
    }

    /// <summary>Again from the same place, however long the store is away.</summary>
    private async Task<TResult> Insist<TResult>(Func<Task<TResult>> ask, Func<Exception, bool> mayPass, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await ask();
            }
            catch (Exception e) when (mayPass(e) && !cancellationToken.IsCancellationRequested)
            {
                logger.LogWarning(Outage.Event, "Fields of {Collection} could not be renewed, trying again in {Delay}: {Reason}", schema.Collection, RetryDelay, e.Message);
            }

            await Task.Delay(RetryDelay, time, cancellationToken);
        }
    }

    private bool IsOutdated(T document)
    {
        var (stored, made) = (schema.FieldValues(document.Stored), schema.FieldValues(JsonSerializer.SerializeToUtf8Bytes(document, DocumentJson.Options)));
        return schema.Fields.Any(field => stored[field] != made[field]);
    }
}
