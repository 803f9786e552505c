namespace OperatorsConsole.Operations;

/// <summary>How the API's host says that it and what it stands on are.</summary>
/// <param name="Status">healthy, degraded or unhealthy.</param>
public sealed record HostHealth(string Status, string Version, IReadOnlyDictionary<string, ComponentHealth> Components);

public sealed record ComponentHealth(string Status, double LatencyMs, string? Detail);

/// <summary>Asks for it: it is for anybody, and no part of the versioned API.</summary>
internal sealed class PlatformHealth(ApiAddress address) : IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(10) };

    /// <exception cref="HttpRequestException">Nobody answers, or nobody who could.</exception>
    /// <exception cref="TimeoutException">Nobody does in time.</exception>
    public async Task<HostHealth> Get(CancellationToken cancellationToken)
    {
        try
        {
            // 503 has the same body.
            using var answer = await http.GetAsync(new Uri(address.Value, "/health"), cancellationToken);
            return await answer.Content.ReadFromJsonAsync<HostHealth>(cancellationToken) ?? throw new HttpRequestException(HttpRequestError.InvalidResponse);
        }
        catch (System.Text.Json.JsonException e)
        {
            throw new HttpRequestException(HttpRequestError.InvalidResponse, "What answers is not the platform.", e);
        }
        catch (TaskCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException("The platform did not answer in time.", e);
        }
    }

    public void Dispose() => http.Dispose();
}
