using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using System.Text;
using Hosting.Secrets;

namespace Gateway.Turn;

/// <summary><c>Turn__ServiceKey</c>: what other servers show who ask for credentials or about them. None: nobody has it.</summary>
internal sealed class TurnServiceKey(byte[]? hash, SecurityLog log)
{
    public const string Header = "X-Service-Key";
    public const string Parameter = "key";

    private const string Setting = "Turn:ServiceKey";

    private static readonly Meter Meter = new("Messaging.Turn");

    private static readonly Counter<long> Failures = Meter.CreateCounter<long>("turn_auth_failures", description: "TURN credentials and service keys that did not hold, by reason.");

    public static void Add(WebApplicationBuilder builder)
    {
        var configured = builder.Configuration[Setting];
        var hash = string.IsNullOrWhiteSpace(configured) ? null : SHA256.HashData(builder.Configuration.SecretBytes(Setting, configured));
        builder.Services.AddSingleton(provider => new TurnServiceKey(hash, provider.GetRequiredService<SecurityLog>()));
    }

    /// <summary>Lets nobody without the key reach a route that wants it, nor learn what it thinks of his request.</summary>
    public static void Use(WebApplication app) => app.Use((context, next) =>
        context.GetEndpoint()?.Metadata.GetMetadata<OwnKey>() is { } own
        && context.RequestServices.GetRequiredService<TurnServiceKey>().Refusal(context, Given(context.Request, own)) is { } refused
            ? refused.ExecuteAsync(context)
            : next(context));

    private static string? Given(HttpRequest request, OwnKey own) =>
        (own.IsInQuery ? request.Query[own.Name] : request.Headers[own.Name]) is [{ } given] ? given : null;

    /// <summary>The 401 of a caller without the key; null when he has it. By hashes, in a time that tells neither length nor letters.</summary>
    private Problem? Refusal(HttpContext context, string? given)
    {
        if (hash is not null && given is not null && CryptographicOperations.FixedTimeEquals(Hash(given), hash))
        {
            return null;
        }

        Failures.Add(1, KeyValuePair.Create("reason", (object?)"service_key"));
        log.SignatureRefused(context, "turn_service_key");
        return StatusProblems.Of(StatusCodes.Status401Unauthorized);
    }

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
