namespace Testing.Servers;

/// <summary>
/// One server of their own for the tests of a class or of a collection, which may stop and kill it: it is started when
/// first asked for, and again before the next test.
/// </summary>
public sealed class OwnServer<T> : IAsyncLifetime where T : RealServer, new()
{
    private T? server;

    public async Task<T> Running()
    {
        server ??= new T();
        await server.Thaw();
        await server.Start();
        return server;
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (server is not null)
        {
            await server.DisposeAsync();
        }
    }
}
