using Sessions;

namespace AuthService.Tests.ServiceAccounts;

/// <summary>The store of keys in memory, which can be down, lose what it has, and let the test act before what is set is set.</summary>
internal sealed class KeyStore(TimeProvider time) : IServiceKeyStore
{
    private MemoryServiceKeyStore keys = new(time);

    public bool IsDown { get; set; }

    /// <summary>Once, before what is set is set.</summary>
    public Func<Task>? BeforeNextSet { get; set; }

    /// <summary>As after a restart of Redis.</summary>
    public void LoseEverything() => keys = new MemoryServiceKeyStore(time);

    public async Task Set(ServiceKeys known, CancellationToken cancellationToken = default)
    {
        Check();
        var before = BeforeNextSet;
        BeforeNextSet = null;
        if (before is not null)
        {
            await before();
        }

        await keys.Set(known, cancellationToken);
    }

    public Task<ServiceKeys?> Get(Guid accountId, CancellationToken cancellationToken = default)
    {
        Check();
        return keys.Get(accountId, cancellationToken);
    }

    private void Check()
    {
        if (IsDown)
        {
            throw new IOException("The store of keys is down.");
        }
    }
}
