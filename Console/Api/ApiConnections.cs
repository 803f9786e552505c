using Hosting.Networks;

namespace OperatorsConsole.Api;

/// <summary>Clients over the one pool of connections to the API, each of them one caller.</summary>
internal sealed class ApiConnections(ApiAddress address, OwnCalls own, TimeProvider time) : IDisposable
{
    /// <summary>Whoever looks at a page does not wait longer.</summary>
    private const int Retries = 2;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(3);

    /// <summary>What this process says to itself no proxy passes on.</summary>
    private readonly ReaderAddress pool = new(
        new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, UseProxy = !address.IsOwn, PooledConnectionLifetime = TimeSpan.FromMinutes(5) },
        address.IsOwn ? own : null);

    /// <param name="before">Sees each call before it is sent.</param>
    public MessagingClient Client(DelegatingHandler? before = null)
    {
        HttpMessageHandler handler = pool;
        if (before is not null)
        {
            before.InnerHandler = pool;
            handler = before;
        }

        var options = new MessagingClientOptions { Address = address.Value, Retries = Retries, LongestWait = LongestWait };
        return new MessagingClient(options, new HttpClient(handler, disposeHandler: false), time);
    }

    public void Dispose() => pool.Dispose();
}
