using System.Collections.Concurrent;
using Contracts.Audit;
using MassTransit;
using Testing;

namespace AuthService.Tests;

/// <summary>The changes that were sent to the audit log, each once.</summary>
internal sealed class AuditedChanges
{
    private readonly ConcurrentDictionary<Guid, ChangeRecorded> changes = new();

    public void Add(ChangeRecorded change) => changes.TryAdd(change.SourceId, change);

    public Task<IReadOnlyList<ChangeRecorded>> Of(Guid userId, int count) => Of($"user:{userId}", count);

    public async Task<IReadOnlyList<ChangeRecorded>> Of(string target, int count)
    {
        await Wait.Until(() => Now(target).Count >= count, $"{count} changes of {target}");
        return Now(target);
    }

    public IReadOnlyList<ChangeRecorded> Now(Guid userId) => Now($"user:{userId}");

    private IReadOnlyList<ChangeRecorded> Now(string target) => [.. changes.Values.Where(change => change.Target == target).OrderBy(change => change.At)];
}

internal sealed class AuditListener(AuditedChanges changes) : IConsumer<ChangeRecorded>
{
    public Task Consume(ConsumeContext<ChangeRecorded> context)
    {
        changes.Add(context.Message);
        return Task.CompletedTask;
    }
}
