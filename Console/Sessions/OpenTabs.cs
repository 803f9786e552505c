using Microsoft.AspNetCore.Http.Features;

namespace OperatorsConsole.Sessions;

/// <summary>Why there is no screen in a tab.</summary>
public enum Crowd
{
    /// <summary>There is room.</summary>
    None,

    /// <summary>The session has as many tabs as it may.</summary>
    Session,

    /// <summary>The instance has as many as it can hold.</summary>
    Instance,
}

/// <summary>
/// The tabs that are open at this instance: each is a connection, which holds one circuit at most. Past a bound a tab says so in place of its
/// screen; past twice the bound there is no connection.
/// </summary>
internal sealed class OpenTabs(SessionSettings settings)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, int> ofSession = new(StringComparer.Ordinal);
    private int all;

    public int Count
    {
        get
        {
            lock (gate)
            {
                return all;
            }
        }
    }

    /// <returns>Null when there is no room at all; else to be disposed of when the tab is closed.</returns>
    public Tab? Open(string key)
    {
        lock (gate)
        {
            var own = ofSession.GetValueOrDefault(key);
            if (own >= settings.TabsOfSession * 2 || all >= settings.Tabs * 2)
            {
                return null;
            }

            ofSession[key] = own + 1;
            all++;
            return new Tab(this, key, own >= settings.TabsOfSession ? Crowd.Session : all > settings.Tabs ? Crowd.Instance : Crowd.None);
        }
    }

    /// <summary>A connection that is one until it ends: other ways of speaking with a circuit are many requests, which nobody could count.</summary>
    public static bool IsOpenedBy(HttpContext context) =>
        context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } || context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true };

    private void Close(string key)
    {
        lock (gate)
        {
            all--;
            if (ofSession[key] == 1)
            {
                ofSession.Remove(key);
            }
            else
            {
                ofSession[key]--;
            }
        }
    }

    public sealed class Tab(OpenTabs tabs, string key, Crowd crowd) : IDisposable
    {
        private int isClosed;

        public Crowd Crowd => crowd;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref isClosed, 1) == 0)
            {
                tabs.Close(key);
            }
        }
    }
}
