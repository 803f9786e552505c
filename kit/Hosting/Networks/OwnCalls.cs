using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Hosting.Networks;

/// <summary>
/// Calls that this process makes to itself over a socket in the name of a client. They carry a secret that each process makes anew and that
/// leaves it for nobody else, so that no other caller can name a client. Where it is registered, <see cref="ClientAddresses"/> believes them.
/// </summary>
public sealed class OwnCalls
{
    public const string Header = "X-Own-Call";

    private readonly string secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    /// <param name="call">To this very process, by nothing that passes it on.</param>
    public void Name(HttpRequestMessage call, IPAddress client)
    {
        ArgumentNullException.ThrowIfNull(call);
        call.Headers.Remove(Header);
        call.Headers.Add(Header, $"{secret} {client}");
    }

    /// <summary>Whom an own call names; null for everybody else's. What is behind sees nothing of it.</summary>
    public IPAddress? TakeClient(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var given = request.Headers[Header];
        request.Headers.Remove(Header);
        if (given is not [{ } text] || text.Split(' ') is not [var proof, var client])
        {
            return null;
        }

        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(proof), Encoding.UTF8.GetBytes(secret))
            && IPAddress.TryParse(client, out var address) ? address : null;
    }
}
