using System.Net;
using Hosting.Networks;

namespace OperatorsConsole.Api;

/// <summary>
/// Tells the API from where its reader asks: it counts its callers by that where it trusts this host. It is of the call, since the
/// tabs of a session share a client and may be at several places.
/// </summary>
/// <param name="own">Where they end in this very process: it believes itself, whomever else it trusts.</param>
internal sealed class ReaderAddress(HttpMessageHandler connections, OwnCalls? own) : DelegatingHandler(connections)
{
    private const string Header = "X-Forwarded-For";

    private static readonly AsyncLocal<IPAddress?> Asking = new();

    /// <summary>Of who asks now; for what is called from here on.</summary>
    public static IPAddress? Current
    {
        get => Asking.Value;
        set => Asking.Value = value;
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (Current is { } client && own is not null)
        {
            own.Name(request, client);
        }
        else if (Current is { } address)
        {
            request.Headers.TryAddWithoutValidation(Header, address.ToString());
        }

        return base.SendAsync(request, cancellationToken);
    }
}
