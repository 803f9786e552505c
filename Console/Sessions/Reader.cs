using System.Security.Claims;

namespace OperatorsConsole.Sessions;

/// <summary>Somebody who is signed in. All tabs of a session share him, and so its token is renewed once.</summary>
public sealed class Reader
{
    internal const string KeyClaim = "console-session";

    internal Reader(string key, MessagingClient client, User user, IEnumerable<string> permissions)
    {
        (Key, Client, User) = (key, client, user);
        Permissions = permissions.ToHashSet(StringComparer.Ordinal);
    }

    public MessagingClient Client { get; }

    /// <summary>As he was when he signed in.</summary>
    public User User { get; }

    /// <summary>What his roles allow: it decides what is shown. What is allowed, the API decides.</summary>
    public IReadOnlySet<string> Permissions { get; }

    internal string Key { get; }

    public bool May(string permission) => Permissions.Contains(permission);

    internal ClaimsPrincipal Principal() => new(new ClaimsIdentity(
        [new Claim(ClaimTypes.NameIdentifier, User.Id.ToString()), new Claim(KeyClaim, Key)], authenticationType: "console"));
}
