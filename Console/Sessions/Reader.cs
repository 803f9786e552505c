using System.Security.Claims;
using Hosting.Networks;

namespace OperatorsConsole.Sessions;

/// <summary>Somebody who is signed in. All tabs of a session share him, and so its token is renewed once.</summary>
public sealed class Reader
{
    /// <summary>By it alone the framework tells whose a form is, so that no answer of the platform is needed to tell.</summary>
    internal const string KeyClaim = "sub";

    internal const string AddressClaim = "console-address";

    internal const string CrowdClaim = "console-crowd";

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

    /// <summary>A circuit has it as it was opened: with the address from where.</summary>
    internal static ClaimsPrincipal PrincipalOf(string key, HttpContext context, Crowd crowd = Crowd.None) => new(new ClaimsIdentity(
        [new Claim(KeyClaim, key), new Claim(AddressClaim, context.ClientAddress()?.ToString() ?? ""), new Claim(CrowdClaim, crowd.ToString())], authenticationType: "console"));
}
