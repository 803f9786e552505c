using System.Runtime.InteropServices;
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
    private readonly Dictionary<string, Held> ofSession = new(StringComparer.Ordinal);
    private Held all;

    public int Count
    {
        get
        {
            lock (gate)
            {
                return all.Tabs;
            }
        }
    }

    /// <returns>Null when there is no room at all; else to be disposed of when the tab is closed.</returns>
    public Tab? Open(string key)
    {
        lock (gate)
        {
            var own = ofSession.GetValueOrDefault(key);
            if (own.Tabs >= settings.TabsOfSession * 2 || all.Tabs >= settings.Tabs * 2)
            {
                return null;
            }

            // A tab without a screen takes nobody's room.
            var crowd = own.Screens >= settings.TabsOfSession ? Crowd.Session : all.Screens >= settings.Tabs ? Crowd.Instance : Crowd.None;
            ofSession[key] = own.Plus(1, crowd);
            all = all.Plus(1, crowd);
            return new Tab(this, key, crowd);
        }
    }

    /// <summary>A connection that is one until it ends: other ways of speaking with a circuit are many requests, which nobody could count.</summary>
    public static bool IsOpenedBy(HttpContext context) =>
        context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } || context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true };

    private void Close(string key, Crowd crowd)
    {
        lock (gate)
        {
            all = all.Plus(-1, crowd);
            ofSession[key] = ofSession[key].Plus(-1, crowd);
            if (ofSession[key].Tabs == 0)
            {
                ofSession.Remove(key);
            }
        }
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Held(int Tabs, int Screens)
    {
        public Held Plus(int many, Crowd crowd) => new(Tabs + many, Screens + (crowd == Crowd.None ? many : 0));
    }

    public sealed class Tab(OpenTabs tabs, string key, Crowd crowd) : IDisposable
    {
        private int isClosed;

        public Crowd Crowd => crowd;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref isClosed, 1) == 0)
            {
                tabs.Close(key, crowd);
            }
        }
    }
}
