using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.SignalR.Client;

namespace Messaging.Client;

/// <summary>With which token a connection to the hub is made, and when again: without end, unless a renewed token is refused, too.</summary>
internal sealed class LiveAccess(Credentials credentials) : IRetryPolicy
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private string? given;
    private string? refused;

    /// <summary>Another than the one that was refused.</summary>
    public async Task<string?> Token()
    {
        if (refused is { } ended && given == ended)
        {
            await credentials.Renew(ended, CancellationToken.None).ConfigureAwait(false);
        }

        return given = await credentials.Token(CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Whether it failed by a token that has not been renewed for that.</summary>
    public bool IsRenewable(Exception failure)
    {
        if (!IsRefusal(failure) || given is null || refused is not null)
        {
            return false;
        }

        refused = given;
        return true;
    }

    public TimeSpan? NextRetryDelay(RetryContext retryContext)
    {
        if (retryContext.PreviousRetryCount == 0)
        {
            refused = null;
        }

        return retryContext.RetryReason switch
        {
            ProblemException { Code: Codes.InvalidRefreshToken } => null,
            { } failure when IsRefusal(failure) && !IsRenewable(failure) => null,
            _ => Retries.Pause(FirstPause, (int)Math.Min(retryContext.PreviousRetryCount, int.MaxValue), LongestPause, Random.Shared.NextDouble()),
        };
    }

    /// <summary>SignalR tells the status of a refused WebSocket in its sentence alone.</summary>
    private static bool IsRefusal(Exception failure) => failure
        is HttpRequestException { StatusCode: HttpStatusCode.Unauthorized }
        || (failure is WebSocketException && failure.Message.Contains("'401'", StringComparison.Ordinal))
        || (failure.InnerException is { } inner && IsRefusal(inner));
}
