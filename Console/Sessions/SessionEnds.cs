using System.Collections.Concurrent;

namespace OperatorsConsole.Sessions;

/// <summary>Why a session is over.</summary>
public enum SessionEnd
{
    /// <summary>By its time, by a login elsewhere, by an administrator.</summary>
    Ended,

    /// <summary>Its reader did nothing for too long.</summary>
    Idle,

    /// <summary>In another tab.</summary>
    SignedOut,

    /// <summary>In another tab, with the same account.</summary>
    SignedInAnew,

    /// <summary>In another tab, with another account.</summary>
    SignedInAsAnother,
}

/// <summary>Tells the open tabs of a session at this instance that it is over.</summary>
internal sealed class SessionEnds
{
    private readonly ConcurrentDictionary<Listening, Action<SessionEnd>> listeners = new();

    /// <returns>To be disposed of when the tab is closed.</returns>
    public IDisposable Listen(string key, string tab, Action<SessionEnd> listener)
    {
        var listening = new Listening(this, key, tab);
        listeners[listening] = listener;
        return listening;
    }

    /// <param name="by">The tab that ended it, and is on its way already; null for none.</param>
    public void Tell(string key, SessionEnd end, string? by)
    {
        foreach (var (listening, listener) in listeners.Where(one => one.Key.Session == key && one.Key.Tab != by))
        {
            listener(end);
        }
    }

    private sealed class Listening(SessionEnds ends, string session, string tab) : IDisposable
    {
        public string Session => session;

        public string Tab => tab;

        public void Dispose() => ends.listeners.TryRemove(this, out _);
    }
}
