using System.Collections.Concurrent;
using Sessions;

namespace AuthService.Tests;

/// <summary>A session store in memory that can be down, and can hold or fail the next start of an access token.</summary>
internal sealed class SessionStore : ISessions
{
    private readonly ConcurrentDictionary<Guid, AccessTokenRecord> tokens = new();
    private Pause? pause;
    private int failures;

    public bool IsDown { get; set; }

    public Pause PauseNextStart() => pause = new Pause();

    public void FailNextStart() => failures = 1;

    public async Task Start(Guid userId, AccessTokenRecord token, CancellationToken cancellationToken = default)
    {
        Check();
        if (Interlocked.Exchange(ref pause, null) is { } hold)
        {
            await hold.Wait();
        }

        if (Interlocked.Exchange(ref failures, 0) == 1)
        {
            throw new IOException("The session store has failed once.");
        }

        tokens[userId] = token;
    }

    public Task<AccessTokenRecord?> Get(Guid userId, CancellationToken cancellationToken = default)
    {
        Check();
        return Task.FromResult(tokens.GetValueOrDefault(userId));
    }

    public Task End(Guid userId, CancellationToken cancellationToken = default)
    {
        Check();
        tokens.TryRemove(userId, out _);
        return Task.CompletedTask;
    }

    private void Check()
    {
        if (IsDown)
        {
            throw new IOException("The session store is down.");
        }
    }

    internal sealed class Pause
    {
        private readonly TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Reached => reached.Task.WaitAsync(TimeSpan.FromSeconds(20));

        public void Release() => released.TrySetResult();

        public Task Wait()
        {
            reached.TrySetResult();
            return released.Task;
        }
    }
}
