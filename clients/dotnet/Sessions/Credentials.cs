namespace Messaging.Client;

/// <summary>
/// Who calls: a service account by its key, or a user by his session, which is renewed as it ends. However many calls find it ended, it is
/// renewed once; a refresh token that was exchanged is never sent again.
/// </summary>
internal sealed class Credentials(string? serviceKey, Func<string, Task<Session>> refresh, TimeProvider time)
{
    /// <summary>So long before its end a token is not relied on any more.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(20);

    private Session? session;
    private TaskCompletionSource<Session?>? renewal;

    public event Action<Session?>? Changed;

    public Session? Session => Volatile.Read(ref session);

    public void Set(Session? value)
    {
        Volatile.Write(ref session, value);
        Changed?.Invoke(value);
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
        try
        {
            // Another exchange may have ended between the look at the session and the turn of this one.
            if (Session == old)
            {
                Replace(old, await refresh(old.RefreshToken).ConfigureAwait(false));
            }

            Volatile.Write(ref renewal, null);
            waiting.SetResult(Session);
        }
        catch (Exception e)
        {
            if (e is ProblemException { Code: Codes.InvalidRefreshToken })
            {
                Replace(old, null);
            }

            Volatile.Write(ref renewal, null);
            waiting.SetException(e);
        }
    }

    /// <summary>Who signed in or out meanwhile is not overwritten.</summary>
    private void Replace(Session old, Session? value)
    {
        if (Interlocked.CompareExchange(ref session, value, old) == old)
        {
            Changed?.Invoke(value);
        }
    }
}
