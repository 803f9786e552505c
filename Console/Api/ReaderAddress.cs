using System.Net;

namespace OperatorsConsole.Api;

/// <summary>
/// Tells the API from where its reader asks: it counts its callers by that where it trusts this host. It is of the call, since the
/// tabs of a session share a client and may be at several places.
/// </summary>
internal sealed class ReaderAddress(HttpMessageHandler connections) : DelegatingHandler(connections)
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
        if (Current is { } address)
        {
            request.Headers.TryAddWithoutValidation(Header, address.ToString());
        }

        return base.SendAsync(request, cancellationToken);
    }
}
