using Hosting.Configuration;

namespace Http.Connections;

/// <summary>Which other sites' pages may call the API: <c>Cors__Origins__0</c>, ..., none by default.</summary>
public static class CrossOrigin
{
    private const string Key = "Cors:Origins";

    private static readonly TimeSpan PreflightLasts = TimeSpan.FromMinutes(10);

    public static void AddCrossOrigin(this WebApplicationBuilder builder)
    {
        string[] origins = [.. builder.Configuration.GetSection(Key).GetChildren().Select(Origin)];
        builder.Services.AddCors(cors => cors.AddDefaultPolicy(policy => policy
            .WithOrigins(origins)
            .WithMethods("GET", "POST", "PUT", "PATCH", "DELETE")
            .WithHeaders("Authorization", "Content-Type", "Idempotency-Key", "If-Match", "If-None-Match", "Last-Event-ID", "traceparent", "tracestate")
            .WithExposedHeaders("ETag", "Location", "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset", "Retry-After", "WWW-Authenticate")
            .AllowCredentials()
            .SetPreflightMaxAge(PreflightLasts)));
    }

    /// <summary>One site in full: a wildcard with credentials would let every page act for its visitor.</summary>
    private static string Origin(IConfigurationSection section) =>
        Uri.TryCreate(section.Value, UriKind.Absolute, out var uri)
        && uri.Scheme is "http" or "https"
        && !uri.Host.Contains('*', StringComparison.Ordinal)
        && string.Equals(uri.GetLeftPart(UriPartial.Authority), section.Value, StringComparison.OrdinalIgnoreCase)
        && uri.UserInfo.Length == 0
            ? section.Value
            : throw new ConfigurationException(section.Path, $"is '{section.Value}', not an origin like https://app.example.com");
}
