using System.Net;

namespace Messaging.Client;

/// <summary>Who is signed in with this client: one user at a time.</summary>
public sealed class SessionsClient
{
    /// <summary>
    /// The platform answers the same refresh token with the same session for 10 s, so that an answer that was lost is asked for again. After
    /// that the token ends the session: by 9 s the last try is over.
    /// </summary>
    private static readonly TimeSpan RefreshRepeatable = TimeSpan.FromSeconds(9);

    private static readonly TimeSpan RefreshPatience = TimeSpan.FromSeconds(5);

    private readonly Api api;
    private readonly TimeProvider time;

    internal SessionsClient(Api api, TimeProvider time) => (this.api, this.time) = (api, time);

    /// <summary>
    /// Told of each new session, by a login or a renewal, and of its end (null). What it gets is what to keep for a restart; the one
    /// before opens nothing any more. One at a time, in their order, while a call waits: a handler waits for no call of this client. What it
    /// throws in a renewal is an unobserved task exception, and fails no call.
    /// </summary>
    public event Action<Session?> Changed
    {
        add => api.Credentials.Changed += value;
        remove => api.Credentials.Changed -= value;
    }

    /// <summary>Null for nobody, and for a service account.</summary>
    public Session? Current => api.Credentials.Session;

    /// <summary>Signs in, unless the account has a second factor: then <see cref="Confirm"/> does, with a code of it.</summary>
    public async Task<LoginAnswer> LogIn(string email, string password, CancellationToken cancellationToken = default)
    {
        var answer = await api.PostAnonymously<SessionOrFactor>("/auth/login", new { email, password }, cancellationToken).ConfigureAwait(false);
        return answer.MfaRequired
            ? new LoginAnswer(null, new SecondFactor(answer.MfaToken!, TimeSpan.FromSeconds(answer.ExpiresIn)))
            : new LoginAnswer(Start(answer), null);
    }

    /// <summary>Signs in and asks for a code where one is needed.</summary>
    public async Task<Session> LogIn(string email, string password, Func<CancellationToken, Task<string>> code, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(code);
        var answer = await LogIn(email, password, cancellationToken).ConfigureAwait(false);
        return answer.SecondFactor is { } factor
            ? await Confirm(factor, await code(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false)
            : answer.Session!;
    }

    /// <summary>Signs in with a code of the authenticator, or a recovery code.</summary>
    public async Task<Session> Confirm(SecondFactor factor, string code, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(factor);
        return Start(await api.PostAnonymously<SessionAnswer>("/auth/mfa", new { mfaToken = factor.MfaToken, code }, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Goes on with a session that was kept, renewing it when its token has ended.</summary>
    public void Resume(Session session)
    {
        ArgumentNullException.ThrowIfNull(session);
        api.Credentials.Set(session);
    }

    /// <summary>Ends the session, everywhere.</summary>
    public async Task LogOut(CancellationToken cancellationToken = default)
    {
        try
        {
            await api.Send(api.Mutation(HttpMethod.Post, "/auth/logout", null) with { IsRepeatable = true }, cancellationToken).ConfigureAwait(false);
        }
        catch (ProblemException e) when (e.Status == HttpStatusCode.Unauthorized)
        {
            // It had ended already.
        }

        api.Credentials.Set(null);
    }

    /// <summary>One's own account.</summary>
    public Task<User> Me(CancellationToken cancellationToken = default) => api.Get<User>("/auth/me", cancellationToken);

    internal static async Task<Session> Refresh(Sender sender, string refreshToken, TimeProvider time)
    {
        var call = new Call(HttpMethod.Post, "/auth/refresh")
        {
            IsAnonymous = true,
            IsRepeatable = true,
            RepeatableFor = RefreshRepeatable,
            Patience = RefreshPatience,
        };
        var answer = await sender.Send<SessionAnswer>(call.With(new { refreshToken }), null, CancellationToken.None).ConfigureAwait(false);
        return answer.ToSession(time.GetUtcNow());
    }

    private Session Start(SessionAnswer answer)
    {
        var session = answer.ToSession(time.GetUtcNow());
        api.Credentials.Set(session);
        return session;
    }
}
