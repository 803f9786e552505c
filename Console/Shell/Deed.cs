namespace OperatorsConsole.Shell;

/// <summary>
/// What is done on a screen: one thing at a time, and a press meanwhile does nothing. Where nobody answered, it may have been done: the next
/// press sends the same key, and the API does it once.
/// </summary>
public sealed class Deed
{
    private readonly Dictionary<object, string> keys = [];

    public bool IsBusy { get; private set; }

    /// <param name="act">All of it, what the reader is asked before included.</param>
    public async Task Once(Func<Task> act)
    {
        ArgumentNullException.ThrowIfNull(act);
        if (IsBusy)
        {
            return;
        }

        IsBusy = true;
        try
        {
            await act();
        }
        finally
        {
            IsBusy = false;
        }
    }

    /// <param name="what">Tells it from all else that is done on this screen.</param>
    public async Task<(T? Value, Fault? Fault)> Try<T>(Caller caller, object what, Func<MessagingClient, Task<T>> call)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var key = KeyOf(what);
        await caller.Note(TimeSpan.Zero);
        var (value, fault) = await caller.Try(client => call(client.WithIdempotencyKey(key)));
        Hear(what, fault);
        return (value, fault);
    }

    /// <returns>Null when it was done.</returns>
    public async Task<Fault?> Try(Caller caller, object what, Func<MessagingClient, Task> call)
    {
        var (_, fault) = await Try(caller, what, async client =>
        {
            await call(client);
            return true;
        });
        return fault;
    }

    public string KeyOf(object what) => keys.TryGetValue(what, out var kept) ? kept : keys[what] = Guid.NewGuid().ToString();

    /// <summary>An answer, a refusal too, ends what its key is for.</summary>
    public void Hear(object what, Fault? fault)
    {
        if (fault is not ({ Kind: FaultKind.NoAnswer } or { Code: Codes.IdempotencyInProgress }))
        {
            keys.Remove(what);
        }
    }
}
