using System.Net;

namespace OperatorsConsole.Api;

/// <summary>Clients over the one pool of connections to the API, each of them one caller.</summary>
internal sealed class ApiConnections(ApiAddress address, TimeProvider time) : IDisposable
{
    /// <summary>Whoever looks at a page does not wait longer.</summary>
    private const int Retries = 2;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(3);

    private readonly SocketsHttpHandler pool = new() { UseCookies = false, AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) };

    /// <param name="reader">The address of whoever looks at the pages: the API counts its callers by it where it trusts this host.</param>
    /// <param name="before">Sees each call before it is sent.</param>
    public MessagingClient Client(IPAddress? reader, DelegatingHandler? before = null)
    {
        HttpMessageHandler handler = pool;
        if (before is not null)
        {
            before.InnerHandler = pool;
            handler = before;
        }

        var options = new MessagingClientOptions { Address = address.Value, Retries = Retries, LongestWait = LongestWait };
        var http = new HttpClient(handler, disposeHandler: false);
        if (reader is not null)
        {
            http.DefaultRequestHeaders.Add("X-Forwarded-For", reader.ToString());
        }

        return new MessagingClient(options, http, time);
    }

    public void Dispose() => pool.Dispose();
}
