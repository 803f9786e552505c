using Http.Problems;
using Http.Tokens;

namespace LiveService.Hubs;

/// <summary>Ends connections whose access token is not that of its user's session any more. While sessions cannot be asked a connection lasts until its token's own end.</summary>
internal sealed class CheckSessions(HubConnections connections, CurrentSessions sessions, TimeProvider time, ILogger<CheckSessions> logger)
    : Repeated(TimeSpan.FromSeconds(3), time, logger)
{
    protected override Task Do(CancellationToken cancellationToken) => Each(connections.All, Check, cancellationToken);

    private async Task Check(HubConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            if (!await sessions.Holds(connection.Session, cancellationToken))
            {
                connection.Abort();
            }
        }
        catch (UnavailableException)
        {
            // Asked again in 3 s.
        }
    }
}
