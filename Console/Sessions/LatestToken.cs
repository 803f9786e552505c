using System.Net.Http.Headers;
using System.Text.Json;

namespace OperatorsConsole.Sessions;

/// <summary>
/// A refresh token counts once. Another instance may have renewed the session: what is shown is the token that was kept last, and what
/// comes is kept before anybody goes on.
/// </summary>
internal sealed class LatestToken(string key, SealedSecrets secrets) : DelegatingHandler
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    private const string Refresh = "/auth/refresh";

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri?.AbsolutePath.EndsWith(Refresh, StringComparison.Ordinal) != true)
        {
            return await base.SendAsync(request, cancellationToken);
        }

        if (await secrets.Find(key) is { } kept)
        {
            request.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(new { refreshToken = kept })) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        }

        var response = await base.SendAsync(request, cancellationToken);
        if (response.IsSuccessStatusCode)
        {
            await response.Content.LoadIntoBufferAsync(cancellationToken);
            using var session = await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(cancellationToken), default, cancellationToken);
            if (session.RootElement.TryGetProperty("refreshToken", out var token) && token.GetString() is { } fresh)
            {
                await secrets.Keep(key, fresh, Lifetime);
            }
        }

        return response;
    }
}
