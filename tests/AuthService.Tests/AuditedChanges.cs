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

    public async Task<IReadOnlyList<ChangeRecorded>> Of(Guid userId, int count)
    {
        await Wait.Until(() => Now(userId).Count >= count, $"{count} changes of user {userId}");
        return Now(userId);
    }

    public IReadOnlyList<ChangeRecorded> Now(Guid userId) => [.. changes.Values.Where(change => change.Target == $"user:{userId}").OrderBy(change => change.At)];
}

internal sealed class AuditListener(AuditedChanges changes) : IConsumer<ChangeRecorded>
{
    public Task Consume(ConsumeContext<ChangeRecorded> context)
    {
        changes.Add(context.Message);
        return Task.CompletedTask;
    }
}
