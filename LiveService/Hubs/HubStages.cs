using Documents;
using LiveService.Viewing;
using Microsoft.AspNetCore.SignalR;

namespace LiveService.Hubs;

/// <summary>What a connection does on stages. A session lasts as long as its connection; then it is as if the heartbeats had stopped.</summary>
internal sealed class HubStages(StageEntrance entrance, StageSessions sessions, HubConnections connections, IHubContext<LiveHub> hub, TimeProvider time, ILogger<HubStages> logger)
{
    /// <summary>For what is told to arrive before the end.</summary>
    private static readonly TimeSpan LastWords = TimeSpan.FromMilliseconds(500);

    public async Task<Wire> Join(HubConnection connection, string stageToken)
    {
        if (!connection.Joins.TryTake())
        {
            throw HubRefusals.RateLimited.ToException();
        }

        var (session, _, refusal) = await entrance.Join(Guid.NewGuid(), null, stageToken, connection.Caller.UserId, CancellationToken.None);
        if (session is null)
        {
            throw refusal!.ToException();
        }

        var member = new StageMember(session.StageId, Guid.Parse(session.Id), session.ParticipantId);
        await Enter(connection, member);
        try
        {
            // What ended it before it was held here was told to nobody.
            await Hear(connection, member, CancellationToken.None);
        }
        catch (StoreUnavailableException)
        {
            // The next renewal looks again.
        }

        return Wire.Of(session.ToDetails(time.GetUtcNow()));
    }

    public async Task<Wire> Leave(HubConnection connection, string stageId)
    {
        if (!Guid.TryParseExact(stageId, "D", out var id) || !connection.Stages.TryRemove(id, out var member))
        {
            return new Wire("null");
        }

        try
        {
            return Wire.Of((await sessions.End(member.SessionId.ToString(), SessionEnd.Left, CancellationToken.None))?.ToDetails(time.GetUtcNow()));
        }
        catch (Exception)
        {
            await Enter(connection, member);
            throw;
        }
    }

    /// <summary>Heard of for the last time, unless it comes again: so its session ends with this moment.</summary>
    public async Task Lose(HubConnection connection)
    {
        foreach (var member in connection.Stages.Values)
        {
            connection.Stages.TryRemove(KeyValuePair.Create(member.StageId, member));
            try
            {
                await sessions.Hear(member.SessionId.ToString(), CancellationToken.None);
            }
            catch (StoreUnavailableException e)
            {
                logger.LogDebug("That session {SessionId} was heard of could not be stored: {Reason}", member.SessionId, e.Message);
            }
        }
    }

    /// <summary>The session goes on, or its connection learns that it does not, if only by its own end.</summary>
    public async Task Hear(HubConnection connection, StageMember member, CancellationToken cancellationToken)
    {
        if (await sessions.Hear(member.SessionId.ToString(), cancellationToken) is not null)
        {
            return;
        }

        // Asked while it is held here still: what cannot be told now is told at the next renewal.
        var ended = await sessions.End(member.SessionId.ToString(), SessionEnd.Lapsed, cancellationToken);
        if (connection.Stages.TryRemove(KeyValuePair.Create(member.StageId, member)))
        {
            _ = Tell(connection, ended?.End, member.StageId);
        }
    }

    /// <summary>Whoever of this instance holds it is told why, and disconnected. Returns at once: what waits behind the message is for others.</summary>
    public void End(Func<StageMember, bool> ended, SessionEnd end)
    {
        foreach (var connection in connections.All)
        {
            foreach (var member in connection.Stages.Values.Where(ended))
            {
                if (connection.Stages.TryRemove(KeyValuePair.Create(member.StageId, member)))
                {
                    _ = Tell(connection, end, member.StageId);
                }
            }
        }
    }

    private async Task Enter(HubConnection connection, StageMember member)
    {
        connection.Stages[member.StageId] = member;
        if (connection.IsGone)
        {
            await Lose(connection);
        }
    }

    private async Task Tell(HubConnection connection, SessionEnd? end, Guid stageId)
    {
        var word = end switch
        {
            SessionEnd.StageClosed => "stageClosed",
            SessionEnd.TokenRevoked => "revoked",
            SessionEnd.Left or SessionEnd.Lapsed or null => null,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        if (word is null)
        {
            connection.Abort();
            return;
        }

        try
        {
            await hub.Clients.Client(connection.Id).SendAsync(word, Wire.Of(new { stageId })).WaitAsync(LastWords, time);
            await Task.Delay(LastWords, time);
        }
        catch (Exception e)
        {
            logger.LogDebug("A connection could not be told of the end of its session on stage {StageId}: {Reason}", stageId, e.Message);
        }

        connection.Abort();
    }
}
