using System.Security.Cryptography;
using System.Text;
using Http.Problems;
using Sessions;

namespace Http.Tokens;

/// <summary>Whether a token is still the one of its user's session.</summary>
public sealed class CurrentSessions(ISessions sessions, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Throws <see cref="UnavailableException"/> when sessions cannot be asked: then nobody is let through.</summary>
    public async Task<bool> Holds(CallerSession session, CancellationToken cancellationToken)
    {
        if (session.ExpiresAt <= time.GetUtcNow().UtcDateTime)
        {
            return false;
        }

        try
        {
            var current = await sessions.Get(session.UserId, cancellationToken).WaitAsync(Patience, cancellationToken);
            return current is not null
                && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(current.Token), Encoding.UTF8.GetBytes(session.TokenHash));
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            throw new UnavailableException("The session store", e);
        }
    }
}
