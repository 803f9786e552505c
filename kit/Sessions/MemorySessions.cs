using System.Collections.Concurrent;

namespace Sessions;

internal sealed class MemorySessions(TimeProvider time) : ISessions
{
    private readonly ConcurrentDictionary<Guid, AccessTokenRecord> tokens = new();

    public Task Start(Guid userId, AccessTokenRecord token, CancellationToken cancellationToken = default)
    {
        tokens[userId] = token;
        return Task.CompletedTask;
    }

    public Task<AccessTokenRecord?> Get(Guid userId, CancellationToken cancellationToken = default) =>
        Task.FromResult(tokens.TryGetValue(userId, out var token) && token.ExpiresAt > time.GetUtcNow() ? token : null);

    public Task End(Guid userId, CancellationToken cancellationToken = default)
    {
        tokens.TryRemove(userId, out _);
        return Task.CompletedTask;
    }
}
