using System.Net.Http.Headers;
using Messaging.Client;

namespace Bench.Load;

/// <summary>A user who is signed in, or, without a session, a machine with its key.</summary>
internal sealed record Caller(string Email, Guid UserId, string AccessToken, Session? Session = null)
{
    public static Caller Of(Session session) => new(session.User.Email, session.User.Id, session.AccessToken, session);

    public AuthenticationHeaderValue Authorization { get; } = new("Bearer", AccessToken);
}
