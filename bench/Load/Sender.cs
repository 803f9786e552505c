using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;

namespace Bench.Load;

/// <summary>Sends the calls that are measured, over connections of its own.</summary>
internal sealed class Sender(Uri address) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly HttpClient http = new(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = address, Timeout = Patience };

    /// <summary>The id in the answer when it is 201; null otherwise, and when there was no answer.</summary>
    public async Task<Guid?> RequestReward(Guid eventId, Caller caller)
    {
        using var request = Message(HttpMethod.Post, $"/events/{eventId}/request", caller.Authorization);
        try
        {
            using var response = await http.SendAsync(request);
            return response.StatusCode == HttpStatusCode.Created ? (await response.Content.ReadFromJsonAsync<Accepted>())!.Id : null;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return null;
        }
    }

    /// <summary>The status of the answer, read to its end; null when there was none.</summary>
    public async Task<HttpStatusCode?> Send(HttpMethod method, string path, Caller? caller = null, object? body = null)
    {
        using var request = Message(method, path, caller?.Authorization);
        request.Content = body is null ? null : JsonContent.Create(body);
        try
        {
            using var response = await http.SendAsync(request);
            return response.StatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return null;
        }
    }

    public void Dispose() => http.Dispose();

    private static HttpRequestMessage Message(HttpMethod method, string path, AuthenticationHeaderValue? authorization)
    {
        var message = new HttpRequestMessage(method, path);
        message.Headers.Authorization = authorization;
        return message;
    }

    private sealed record Accepted(Guid Id);
}
