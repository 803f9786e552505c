namespace Drills.Load;

/// <summary>Sends to one of several instances, and after a call without an answer to the next.</summary>
public sealed class Failover(IReadOnlyList<Uri> addresses, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private int failures;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var turn = failures;
        request.RequestUri = new Uri(addresses[turn % addresses.Count], request.RequestUri!.PathAndQuery);
        try
        {
            return await base.SendAsync(request, cancellationToken);
        }
        catch
        {
            // Calls that failed together are one failure.
            Interlocked.CompareExchange(ref failures, turn + 1, turn);
            throw;
        }
    }
}
