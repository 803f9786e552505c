using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OperatorsConsole.Sessions;

/// <summary>
/// A refresh token counts once, and a new access token ends the one before. Another client of the session, at another instance, may have
/// renewed it: then this one goes on with what that one kept; and what it is answered itself is kept before anybody goes on.
/// </summary>
internal sealed class LatestToken(string key, SealedSecrets secrets, TimeProvider time) : DelegatingHandler
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    private const string Refresh = "/auth/refresh";

    /// <summary>A token that ends sooner is renewed: the client relies on none in its last 20 s.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    /// <summary>The answer that the client goes by.</summary>
    private string? present;

    /// <summary>What the vault did not take yet. While it is there, it is the newest.</summary>
    private KeptSession? unkept;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await KeepNow();
        if (request.RequestUri?.AbsolutePath.EndsWith(Refresh, StringComparison.Ordinal) != true)
        {
            return await base.SendAsync(request, cancellationToken);
        }

        var kept = unkept ?? KeptSession.Read(await secrets.Find(key));
        if (kept is { Answer: { } other } && other != present && kept.Until - time.GetUtcNow() is var left && left > Margin)
        {
            present = other;
            return Answer(other, left, request);
        }

        if (kept is not null)
        {
            request.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(new { refreshToken = kept.RefreshToken })) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        }

        var response = await base.SendAsync(request, cancellationToken);
        if (response.IsSuccessStatusCode)
        {
            await response.Content.LoadIntoBufferAsync(cancellationToken);
            var answer = await response.Content.ReadAsStringAsync(cancellationToken);
            if (KeptSession.Of(answer, time.GetUtcNow()) is { } fresh)
            {
                (present, unkept) = (answer, fresh);
                await KeepNow();
            }
        }

        return response;
    }

    /// <summary>The exchange has happened, whether the vault answers or not; where it does not, it is asked again before the next call.</summary>
    private async Task KeepNow()
    {
        if (unkept is { } fresh)
        {
            try
            {
                await secrets.Replace(key, fresh.Write(), Lifetime);
                Interlocked.CompareExchange(ref unkept, null, fresh);
            }
            catch (HttpRequestException)
            {
                // Still unkept: this instance goes on with it, and it is kept before the next call.
            }
        }
    }

    private static HttpResponseMessage Answer(string kept, TimeSpan left, HttpRequestMessage request)
    {
        var session = JsonNode.Parse(kept)!;
        session["expiresIn"] = (int)left.TotalSeconds;
        return new HttpResponseMessage(HttpStatusCode.OK)
        {
            RequestMessage = request,
            Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(session)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
    }
}
