using System.Text;
using Hosting.Configuration;
using Microsoft.Extensions.Configuration;

namespace Hosting.Secrets;

public static class SecretBytesExtensions
{
    private const int Least = 32;

    /// <summary>The bytes of a secret that somebody chose, of which there are 32 or more.</summary>
    /// <param name="key">The setting that holds it.</param>
    /// <exception cref="ConfigurationException">It is shorter, or a known one (<see cref="KnownSecrets.RefuseKnown"/>).</exception>
    public static byte[] SecretBytes(this IConfiguration configuration, string key, string secret)
    {
        configuration.RefuseKnown(key, secret);
        var bytes = Encoding.UTF8.GetBytes(secret);
        return bytes.Length >= Least ? bytes : throw new ConfigurationException(key, $"has {bytes.Length} bytes, fewer than {Least}");
    }
}
