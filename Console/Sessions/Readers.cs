using System.Collections.Concurrent;

namespace OperatorsConsole.Sessions;

/// <summary>Who is signed in at this instance, by the keys of their cookies.</summary>
internal sealed class Readers(ApiConnections api, SealedSecrets secrets, SessionEnds ends, SessionSettings settings, TimeProvider time)
{
    /// <summary>So long after his last page he is looked up anew.</summary>
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(30);

    /// <summary>Other instances hear no more often that he does something.</summary>
    private static readonly TimeSpan NotedEvery = TimeSpan.FromMinutes(1);

    /// <summary>Longer than any session lasts without one.</summary>
    private static readonly TimeSpan KeptDeed = LatestToken.Lifetime * 2;

    /// <summary>Whoever signs out does not wait longer for the platform.</summary>
    private static readonly TimeSpan LongestGoodbye = TimeSpan.FromSeconds(3);

    private readonly ConcurrentDictionary<string, Entry> here = new(StringComparer.Ordinal);

    /// <summary>What is being ended here, and why.</summary>
    private readonly ConcurrentDictionary<string, SessionEnd> endings = new(StringComparer.Ordinal);

    /// <returns>The key for his cookie.</returns>
    public async Task<string> Begin(Session session)
    {
        var key = SealedSecrets.NewKey();
        await secrets.Keep(key, new KeptSession(session.RefreshToken, session.ExpiresAt, null).Write(), LatestToken.Lifetime);
        return key;
    }

    /// <summary>Null when the session has ended.</summary>
    /// <exception cref="ProblemException">The platform cannot say.</exception>
    public async Task<Reader?> Find(string key)
    {
        Sweep();
        if (endings.ContainsKey(key))
        {
            return null;
        }

        var entry = here.GetOrAdd(key, _ => new Entry(new Lazy<Task<Reader?>>(() => Load(key)), time.GetTimestamp()));
        entry.Seen = time.GetTimestamp();
        try
        {
            if (await entry.Reader.Value is { Client.Sessions.Current: not null } reader)
            {
                return reader;
            }
        }
        catch
        {
            here.TryRemove(KeyValuePair.Create(key, entry));
            throw;
        }

        here.TryRemove(KeyValuePair.Create(key, entry));
        return null;
    }

    /// <summary>Who comes in by himself, for a page or a file: that is a deed, where the session has not ended for want of one.</summary>
    /// <returns>Where there is no reader, the end of the session that there was.</returns>
    /// <exception cref="ProblemException">The platform cannot say.</exception>
    public async Task<(Reader? Reader, SessionEnd? End)> Enter(string? key)
    {
        if (key is null)
        {
            return (null, null);
        }

        if (await Find(key) is not { } reader)
        {
            return (null, SessionEnd.Ended);
        }

        if (await EndIfIdle(key))
        {
            return (null, SessionEnd.Idle);
        }

        await Note(key, time.GetUtcNow());
        return (reader, null);
    }

    /// <summary>He did something himself: what his screens ask by themselves does not count.</summary>
    public async Task Note(string key, DateTimeOffset at)
    {
        var deed = at < time.GetUtcNow() ? at : time.GetUtcNow();
        if (!IsRecent(deed) || !here.TryGetValue(key, out var entry))
        {
            return;
        }

        entry.Did(deed);
        if (deed - entry.Told < NotedEvery)
        {
            return;
        }

        try
        {
            // The shared moment only grows: who knows of a later one leaves it.
            if (await secrets.FindMoment(key) is { } kept && kept >= deed)
            {
                entry.Did(kept);
            }
            else
            {
                await secrets.KeepMoment(key, deed, KeptDeed);
            }

            entry.Told = deed;
        }
        catch (HttpRequestException)
        {
            // This instance knows it.
        }
    }

    /// <summary>Ends a session of which nobody has made use for so long, at whichever instance.</summary>
    /// <returns>Whether it was ended.</returns>
    public async Task<bool> EndIfIdle(string key)
    {
        if (!here.TryGetValue(key, out var entry) || IsRecent(entry.Deed))
        {
            return false;
        }

        try
        {
            entry.Did(await secrets.FindMoment(key) ?? default);
        }
        catch (HttpRequestException)
        {
            // Another instance may know better.
            return false;
        }

        if (entry.Deed == default)
        {
            // It began before anybody counted.
            await Note(key, time.GetUtcNow());
        }

        if (IsRecent(entry.Deed))
        {
            return false;
        }

        await End(key, SessionEnd.Idle);
        return true;
    }

    /// <summary>As the platform knows him now: with the permissions of other roles, when he has others. Null when the session has ended.</summary>
    /// <exception cref="ProblemException">The platform cannot say.</exception>
    public async Task<Reader?> Look(string key)
    {
        if (await EndIfIdle(key) || await Find(key) is not { } reader)
        {
            return null;
        }

        var now = await reader.Client.Sessions.Me();
        if (now.Roles.ToHashSet().SetEquals(reader.User.Roles))
        {
            return reader;
        }

        here.TryRemove(key, out var before);
        var changed = await Find(key);
        if (before is not null && here.TryGetValue(key, out var entry))
        {
            entry.Did(before.Deed);
        }

        return changed;
    }

    /// <summary>Whether there is a session to end.</summary>
    public async Task<bool> IsKept(string key) => await secrets.Find(key) is not null;

    /// <summary>Signs him out: here in any case, and in his other tabs; at the platform if it answers.</summary>
    /// <param name="by">The tab in which he signs out; it is on its way already.</param>
    public async Task End(string key, SessionEnd why, string? by = null)
    {
        // Whoever says goodbye to the platform is asked for first: from then on nobody finds him.
        var leaving = Find(key);
        endings[key] = why;
        try
        {
            ends.Tell(key, why, by);
            await ForgetSecret(key);
            await LogOut(leaving).WaitAsync(LongestGoodbye, time);
        }
        catch (Exception e) when (Fault.Of(e) is not null)
        {
            // The platform does not answer: its session ends by its time, and here nobody has its tokens any more.
        }
        finally
        {
            here.TryRemove(key, out _);
            endings.TryRemove(key, out _);
        }
    }

    private async Task ForgetSecret(string key)
    {
        try
        {
            await secrets.Forget(key);
        }
        catch (HttpRequestException)
        {
            // What is left there nobody has the key of.
        }
    }

    /// <summary>Ends a session in whose browser another one has begun.</summary>
    public async Task EndFor(string key, User successor)
    {
        Reader? before = null;
        try
        {
            before = await Find(key).WaitAsync(LongestGoodbye, time);
        }
        catch (Exception e) when (Fault.Of(e) is not null)
        {
            // Whose it was, nobody can say.
        }

        await End(key, before?.User.Id == successor.Id ? SessionEnd.SignedInAnew : SessionEnd.SignedInAsAnother);
    }

    private static async Task LogOut(Task<Reader?> leaving)
    {
        if (await leaving is { } reader)
        {
            await reader.Client.Sessions.LogOut();
        }
    }

    private async Task<Reader?> Load(string key)
    {
        if (KeptSession.Read(await secrets.Find(key)) is not { } kept)
        {
            return null;
        }

        // Its token has ended, as far as this client knows: the first call renews it, or finds what another client has.
        var client = api.Client(new LatestToken(key, secrets, time));
        client.Sessions.Resume(new Session("", kept.RefreshToken, DateTimeOffset.UnixEpoch, Nobody));
        try
        {
            var all = await client.Users.Permissions();
            var user = await client.Sessions.Me();
            client.Sessions.Changed += session => Forget(key, session);
            return new Reader(key, client, user, user.Roles.SelectMany(role => all.Roles.GetValueOrDefault(WordOf(role)) ?? []));
        }
        catch (ProblemException e) when (e.Code == Codes.InvalidRefreshToken)
        {
            await secrets.Forget(key);
            return null;
        }
    }

    private void Forget(string key, Session? session)
    {
        if (session is null && here.TryRemove(key, out _) && !endings.ContainsKey(key))
        {
            ends.Tell(key, SessionEnd.Ended, by: null);
        }
    }

    private bool IsRecent(DateTimeOffset deed) => time.GetUtcNow() - deed < settings.Idle;

    private void Sweep()
    {
        foreach (var entry in here.Where(entry => time.GetElapsedTime(entry.Value.Seen) > Idle))
        {
            here.TryRemove(entry);
        }
    }

    private static string WordOf(Role role) => role.ToString().ToUpperInvariant();

    private static readonly User Nobody = new(Guid.Empty, "", null, [], default, default, EmailVerified: false, MfaEnabled: false);

    private sealed class Entry(Lazy<Task<Reader?>> reader, long seen)
    {
        private long deed;
        private long told;

        public Lazy<Task<Reader?>> Reader => reader;

        public long Seen { get; set; } = seen;

        /// <summary>When he did something himself, as far as this instance knows.</summary>
        public DateTimeOffset Deed => new(Volatile.Read(ref deed), TimeSpan.Zero);

        /// <summary>Of which other instances have heard.</summary>
        public DateTimeOffset Told
        {
            get => new(Volatile.Read(ref told), TimeSpan.Zero);
            set => Volatile.Write(ref told, value.UtcTicks);
        }

        /// <summary>It only grows, whoever hears of what first.</summary>
        public void Did(DateTimeOffset at)
        {
            long before;
            while ((before = Volatile.Read(ref deed)) < at.UtcTicks && Interlocked.CompareExchange(ref deed, at.UtcTicks, before) != before)
            {
            }
        }
    }
}
