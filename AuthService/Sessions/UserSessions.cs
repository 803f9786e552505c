using AuthService.Users;
using Contracts.Sessions;
using Documents;
using Sessions;

namespace AuthService.Sessions;

/// <summary>
/// Begins, continues and ends the sessions of users. Tokens are handed out only if the user is, after they became
/// valid, still as he was when they were made: a change of roles or password that comes later ends them, one that came
/// before is seen here. So no token that is handed out outlives such a change.
/// </summary>
internal sealed class UserSessions(
    IDocumentStore<User> users,
    IDocumentStore<Session> store,
    ISessions accessTokens,
    AccessTokens issuer,
    TimeProvider time,
    ILogger<UserSessions> logger)
{
    /// <summary>
    /// A new session in place of any other; none when the user was changed meanwhile (look at him again), or when an
    /// earlier delivery of this login has begun one.
    /// </summary>
    public async Task<(SessionStarted? Started, bool UserChanged)> Begin(User user, Issuance login, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var session = await store.Get(user.Id, cancellationToken) ?? new Session { Id = user.Id };
            if (session.IssuedFor?.IsRepeatedBy(login) == true)
            {
                return (null, false);
            }

            session.Raise(new UserLoggedIn(Guid.Parse(user.Id), login.MessageId, time.GetUtcNow()));
            if (await Issue(user, session, Guid.CreateVersion7(time.GetUtcNow()), login, cancellationToken) is { } started)
            {
                if (await IsUnchanged(user, cancellationToken))
                {
                    return (started, false);
                }

                await End(user.Id, session.SessionId, cancellationToken);
                return (null, true);
            }
        }
    }

    /// <summary>New tokens for the old refresh token. Null when it does not count.</summary>
    public async Task<SessionStarted?> Refresh(RefreshToken token, Issuance issuance, CancellationToken cancellationToken = default)
    {
        var presented = token;
        while (true)
        {
            var session = await store.Get(token.UserId.ToString(), cancellationToken);
            var use = Session.Judge(session, token, issuance, time.GetUtcNow());
            if (use == RefreshTokenUse.Reused)
            {
                AuthFailures.Count("refresh_token_reused");
                logger.LogWarning("An old refresh token of user {UserId} was used again: session {SessionId} ends", token.UserId, token.SessionId);
                await End(session!.Id, token.SessionId, cancellationToken);
            }

            if (use is not (RefreshTokenUse.Accepted or RefreshTokenUse.Repeated) || await users.ById(session!.Id, cancellationToken) is not { } user)
            {
                return null;
            }

            if (use == RefreshTokenUse.Repeated)
            {
                // Whoever used it first may not have come so far.
                await Publish(user.Id, session, cancellationToken);
                var (refreshToken, accessToken) = session.Spent!.Open(token);
                return Started(user, session, refreshToken, accessToken);
            }

            if (await Issue(user, session, session.SessionId, issuance, cancellationToken, presented) is not { } started)
            {
                continue;
            }

            if (await IsUnchanged(user, cancellationToken))
            {
                return started;
            }

            token = RefreshToken.Parse(started.RefreshToken)!;
        }
    }

    /// <summary>Ends both tokens.</summary>
    public Task End(string userId, CancellationToken cancellationToken = default) => End(userId, session => session.End(), cancellationToken);

    /// <summary>Ends both tokens if they are of this session.</summary>
    public Task End(string userId, Guid sessionId, CancellationToken cancellationToken = default) =>
        End(userId, session => session.SessionId == sessionId && session.End(), cancellationToken);

    /// <summary>Ends both tokens if they are of another session than this.</summary>
    public Task EndOthers(string userId, Guid? sessionId, CancellationToken cancellationToken = default) =>
        End(userId, session => session.SessionId != sessionId && session.End(), cancellationToken);

    /// <summary>Ends the access token; the refresh token stays.</summary>
    public Task EndAccess(string userId, CancellationToken cancellationToken = default) =>
        End(userId, session => session.EndAccess(), cancellationToken);

    private async Task End(string userId, Func<Session, bool> end, CancellationToken cancellationToken)
    {
        var isEnded = false;
        var session = await store.Change(userId, one => isEnded = end(one), cancellationToken);
        if (isEnded)
        {
            SessionMetrics.End();
        }

        await Publish(userId, session, cancellationToken);
    }

    /// <summary>Makes, saves and publishes new tokens. Null when another writer changed the session meanwhile.</summary>
    private async Task<SessionStarted?> Issue(
        User user, Session session, Guid sessionId, Issuance issuance, CancellationToken cancellationToken, RefreshToken? spent = null)
    {
        var userId = Guid.Parse(user.Id);
        var refreshToken = RefreshToken.Create(userId, sessionId);
        var (accessToken, record) = issuer.Create(user, sessionId);
        var now = time.GetUtcNow();
        session.Give(
            refreshToken, now + RefreshToken.Lifetime, record, issuance, spent is null ? null : SpentToken.Of(spent, refreshToken, accessToken, now));

        // First, so that a session store that is down stops this before the old refresh token is spent.
        await accessTokens.End(userId, cancellationToken);
        var result = session.Version == 0 ? await store.Insert(session, cancellationToken) : await store.Update(session, cancellationToken);
        if (!result.IsSaved)
        {
            return null;
        }

        SessionMetrics.Start(isRefresh: spent is not null);
        await Publish(user.Id, session, cancellationToken);
        return Started(user, session, refreshToken.Text, accessToken);
    }

    private static SessionStarted Started(User user, Session session, string refreshToken, string accessToken) => new(
        accessToken, (int)AccessTokens.Lifetime.TotalSeconds, refreshToken, session.RefreshTokenExpiresAt, user.ToDetails());

    /// <summary>
    /// Repeats the session's access token in the session store, and again while the session is found changed: whoever
    /// writes there last has seen the last state of the session afterwards.
    /// </summary>
    private async Task Publish(string userId, Session? session, CancellationToken cancellationToken)
    {
        while (true)
        {
            var token = session?.AccessToken;
            if (token is not null && token.ExpiresAt > time.GetUtcNow())
            {
                await accessTokens.Start(Guid.Parse(userId), token, cancellationToken);
            }
            else
            {
                await accessTokens.End(Guid.Parse(userId), cancellationToken);
            }

            session = await store.Get(userId, cancellationToken);
            if (session?.AccessToken == token)
            {
                return;
            }
        }
    }

    private async Task<bool> IsUnchanged(User user, CancellationToken cancellationToken) =>
        await users.Get(user.Id, cancellationToken) is { } now && now.Version == user.Version;
}
