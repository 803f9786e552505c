using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ServiceDefaults.Secrets;

public static class SecretsExtensions
{
    /// <summary>The one <see cref="SecretCipher"/> of this host. Safe to call from each service.</summary>
    public static void AddSecretCipher(this WebApplicationBuilder builder) =>
        builder.Services.TryAddSingleton(SecretCipher.From(builder.Configuration));
}
