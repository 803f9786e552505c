namespace Messaging.Client;

/// <summary>
/// Who calls: a service account by its key, or a user by his session, which is renewed as it ends. However many calls find it ended, it is
/// renewed once. A refresh that had no answer is repeated within the time in which the platform answers it with the same session; then the token
/// is kept.
/// </summary>
internal sealed class Credentials(string? serviceKey, Func<string, Task<Session>> refresh, TimeProvider time)
{
    /// <summary>So long before its end a token is not relied on any more.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(20);

#if NET9_0_OR_GREATER
    private readonly Lock writing = new();
#else
    private readonly object writing = new();
#endif

    private Session? session;
    private TaskCompletionSource<Session?>? renewal;

    public event Action<Session?>? Changed;

    public Session? Session => Volatile.Read(ref session);

    public void Set(Session? value)
    {
        lock (writing)
        {
            Volatile.Write(ref session, value);
            Changed?.Invoke(value);
        }
    }

    /// <summary>Null for nobody.</summary>
    public async ValueTask<string?> Token(CancellationToken cancellationToken)
    {
        if (serviceKey is not null)
        {
            return serviceKey;
        }

        var present = Session;
        if (present is not null && time.GetUtcNow() >= present.ExpiresAt - Margin)
        {
            present = await Renewed(present).WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        return present?.AccessToken;
    }

    /// <summary>After a token was refused: whether there is another one.</summary>
    public async Task<bool> Renew(string refused, CancellationToken cancellationToken)
    {
        if (serviceKey is not null || Session is not { } present)
        {
            return false;
        }

        return present.AccessToken != refused || await Renewed(present).WaitAsync(cancellationToken).ConfigureAwait(false) is not null;
    }

    /// <summary>What follows on a session: by the exchange that is under way, by one of this call, or what is there already. A caller who gives up ends it for nobody.</summary>
    private Task<Session?> Renewed(Session old)
    {
        if (Session is var present && present != old)
        {
            return Task.FromResult(present);
        }

        var own = new TaskCompletionSource<Session?>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (Interlocked.CompareExchange(ref renewal, own, null) is { } other)
        {
            return other.Task;
        }

        _ = Exchange(old, own);
        return own.Task;
    }

    private async Task Exchange(Session old, TaskCompletionSource<Session?> waiting)
    {
        Exception? failure = null;
        try
        {
            // Another exchange may have ended between the look at the session and the turn of this one.
            if (Session == old)
            {
                var (fresh, refused) = await Refresh(old).ConfigureAwait(false);
                failure = refused;
                if (refused is null or ProblemException { Code: Codes.InvalidRefreshToken })
                {
                    Replace(old, fresh);
                }
            }
        }
        finally
        {
            // Whatever a handler throws: who waits for the session has it.
            Volatile.Write(ref renewal, null);
            if (failure is null)
            {
                waiting.SetResult(Session);
            }
            else
            {
                waiting.SetException(failure);
            }
        }
    }

    private async Task<(Session? Fresh, Exception? Refused)> Refresh(Session old)
    {
        try
        {
            return (await refresh(old.RefreshToken).ConfigureAwait(false), null);
        }
        catch (Exception e)
        {
            return (null, e);
        }
    }

    /// <summary>Who signed in or out meanwhile is not overwritten.</summary>
    private void Replace(Session old, Session? value)
    {
        lock (writing)
        {
            if (Session == old)
            {
                Set(value);
            }
        }
    }
}
