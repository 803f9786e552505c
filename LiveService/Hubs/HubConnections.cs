using System.Collections.Concurrent;
using Contracts;
using Contracts.Users;
using Http.Tokens;
using Http.Validation;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.SignalR;

namespace LiveService.Hubs;

/// <summary>The connections that this instance has.</summary>
internal sealed class HubConnections
{
    private readonly ConcurrentDictionary<string, HubConnection> byId = new();
    private readonly TimeProvider time;

    public HubConnections(TimeProvider time)
    {
        this.time = time;

        // None is a figure too: it is there before the first one comes.
        HubMetrics.ShowConnections(0);
    }

    public IEnumerable<HubConnection> All => byId.Values;

    public HubConnection this[string id] => byId[id];

    public void Add(HubCallerContext context)
    {
        var user = context.User!;
        var roles = user.FindAll(Subject.RoleClaim).Select(claim => Words.Parse<Role>(claim.Value)).OfType<Role>();
        var session = context.GetHttpContext()!.Features.GetRequiredFeature<CallerSession>();
        byId[context.ConnectionId] = new HubConnection(context, new Caller(user.Id(), [.. roles]), session, time);
        HubMetrics.ShowConnections(byId.Count);
    }

    public HubConnection? Remove(string id)
    {
        if (byId.TryRemove(id, out var connection))
        {
            HubMetrics.ShowConnections(byId.Count);
            HubMetrics.CountClosed(connection.Age);
        }

        return connection;
    }
}
