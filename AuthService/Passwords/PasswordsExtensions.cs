using Hosting.Configuration;

namespace AuthService.Passwords;

internal static class PasswordsExtensions
{
    /// <summary>OWASP's figure for PBKDF2-HMAC-SHA512.</summary>
    private const int DefaultIterations = 220_000;
    private const int MostIterations = 10_000_000;

    public static void AddPasswords(this WebApplicationBuilder builder)
    {
        var least = builder.Environment.IsDevelopment() || builder.Environment.IsEnvironment("Testing") ? 1_000 : 100_000;
        var iterations = builder.Configuration.Number("Passwords:Iterations", DefaultIterations, least, MostIterations);
        builder.Services.AddSingleton(provider => new PasswordHashing(iterations, provider.GetRequiredService<TimeProvider>()));
    }
}
