using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Hosting.Secrets;

public static class SecretsExtensions
{
    /// <summary>
    /// The <see cref="SecretCipher"/> of a section, by its name, in a host that seals: it needs a key. Safe to call from each
    /// service that shares the section.
    /// </summary>
    public static void AddSecretCipher(this WebApplicationBuilder builder, string section, byte[]? fallback) =>
        builder.Services.TryAddKeyedSingleton(section, SecretCipher.From(builder.Configuration, section, fallback));

    /// <summary>The same for a host that only opens: without a key it can open nothing, and its secrets are unreadable.</summary>
    public static void AddSecretOpener(this WebApplicationBuilder builder, string section, byte[]? fallback) =>
        builder.Services.TryAddKeyedSingleton(
            section, SecretCipher.Find(builder.Configuration, section, fallback) ?? new SecretCipher(RandomNumberGenerator.GetBytes(SecretCipher.KeySize)));
}
