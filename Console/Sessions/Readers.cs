using System.Collections.Concurrent;
using System.Net;

namespace OperatorsConsole.Sessions;

/// <summary>Who is signed in at this instance, by the keys of their cookies.</summary>
internal sealed class Readers(ApiConnections api, SealedSecrets secrets, TimeProvider time)
{
    /// <summary>So long after his last page he is looked up anew.</summary>
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(30);

    private readonly ConcurrentDictionary<string, Entry> here = new(StringComparer.Ordinal);

    /// <returns>The key for his cookie.</returns>
    public async Task<string> Begin(Session session)
    {
        var key = SealedSecrets.NewKey();
        await secrets.Keep(key, session.RefreshToken, LatestToken.Lifetime);
        return key;
    }

    /// <summary>Null when the session has ended.</summary>
    /// <exception cref="ProblemException">The platform cannot say.</exception>
    public async Task<Reader?> Find(string key, IPAddress? from = null)
    {
        Sweep();
        var entry = here.GetOrAdd(key, _ => new Entry(new Lazy<Task<Reader?>>(() => Load(key, from))));
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

    /// <summary>Signs him out, at the platform too.</summary>
    public async Task End(string key)
    {
        if (await Find(key) is { } reader)
        {
            await reader.Client.Sessions.LogOut();
        }

        here.TryRemove(key, out _);
        await secrets.Forget(key);
    }

    private async Task<Reader?> Load(string key, IPAddress? from)
    {
        if (await secrets.Find(key) is not { } token)
        {
            return null;
        }

        // Its token has ended, as far as anybody here knows: the first call renews it.
        var client = api.Client(from, new LatestToken(key, secrets));
        client.Sessions.Resume(new Session("", token, DateTimeOffset.UnixEpoch, Nobody));
        try
        {
            var all = await client.Users.Permissions();
            var user = client.Sessions.Current!.User;
            client.Sessions.Changed += session => Forget(key, session);
            return new Reader(key, client, user, user.Roles.SelectMany(role => all.Roles.GetValueOrDefault(WordOf(role)) ?? []));
        }
        catch (ProblemException e) when (e.Status == HttpStatusCode.Unauthorized)
        {
            await secrets.Forget(key);
            return null;
        }
    }

    private void Forget(string key, Session? session)
    {
        if (session is null)
        {
            here.TryRemove(key, out _);
        }
    }

    private void Sweep()
    {
        foreach (var entry in here.Where(entry => time.GetElapsedTime(entry.Value.Seen) > Idle))
        {
            here.TryRemove(entry);
        }
    }

    private static string WordOf(Role role) => role.ToString().ToUpperInvariant();

    private static readonly User Nobody = new(Guid.Empty, "", null, [], default, default, EmailVerified: false, MfaEnabled: false);

    private sealed class Entry(Lazy<Task<Reader?>> reader)
    {
        public Lazy<Task<Reader?>> Reader => reader;

        public long Seen { get; set; }
    }
}
