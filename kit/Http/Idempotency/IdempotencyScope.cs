using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Documents;
using Hosting.Secrets;
using Http.Tokens;
using Http.Validation;
using Sessions;

namespace Http.Idempotency;

/// <summary>What one Idempotency-Key of one caller stands for, and the key under which its answer is kept.</summary>
public sealed class IdempotencyScope
{
    private static readonly Guid Namespace = new("1f0b1c3e-6a57-4d0e-9a53-0c2f9d5d7b11");

    private readonly SecretCipher answers;

    private IdempotencyScope(string key, string bodyHash, SecretCipher answers)
    {
        Key = key;
        BodyHash = bodyHash;
        this.answers = answers;
    }

    /// <summary>Hash of caller, method, resource (whatever the spelling of its path) and Idempotency-Key.</summary>
    public string Key { get; }

    /// <summary>HMAC-SHA256 of the body, hex.</summary>
    public string BodyHash { get; }

    public static IdempotencyScope Of(HttpContext context, string idempotencyKey, byte[] body)
    {
        // Bodies hold passwords, answers hold e-mail addresses and coupon codes: whoever reads the records must be able neither
        // to try passwords against a plain hash nor to open an answer. The secret and the client's key are both unknown there;
        // under ES256 there is no secret, only the client's key.
        byte[] secret = [.. context.RequestServices.GetRequiredService<JwtSettings>().Keys[^1].Secret ?? [], .. Encoding.UTF8.GetBytes(idempotencyKey)];
        var name = $"{context.User.Id()}\n{HttpMethods.GetCanonicalizedValue(context.Request.Method)}\n{ResourceOf(context)}\n{idempotencyKey}";
        return new IdempotencyScope(
            Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(name))),
            Convert.ToHexString(HMACSHA256.HashData(Derive("idempotency"), body)),
            new SecretCipher(Derive("idempotency answers")));

        byte[] Derive(string purpose) => HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, SecretCipher.KeySize, info: Encoding.UTF8.GetBytes(purpose));
    }

    /// <summary>The answer as it is stored: only a request of this scope opens it.</summary>
    public string Seal(KeptAnswer answer) => answers.Seal(JsonSerializer.Serialize(answer, JsonSerializerOptions.Web), Key);

    /// <summary>Null when it was changed, or not sealed by this scope.</summary>
    public KeptAnswer? Open(string stored) =>
        answers.TryOpen(stored, Key, out var answer) ? JsonSerializer.Deserialize<KeptAnswer>(answer, JsonSerializerOptions.Web) : null;

    /// <summary>The route and what it names: paths of one resource may differ in case, in a slash at the end and in the version's prefix.</summary>
    private static string ResourceOf(HttpContext context) => string.Join('\n', context.Request.RouteValues
        .OrderBy(value => value.Key, StringComparer.Ordinal)
        .Select(value => value.Value!.ToString()!)
        .Select(value => Ids.TryParse(value, out var id) ? id.ToString() : value)
        .Prepend(((RouteEndpoint)context.GetEndpoint()!).RoutePattern.RawText!));

    /// <summary>False for an answer of which a part is still to come: sent again, the request is carried out again.</summary>
    public bool KeepsAnswer { get; set; } = true;

    /// <summary>
    /// The id of what this request makes: the same when it is sent again. A retry whose first attempt died halfway so
    /// finds what that attempt made, since services are idempotent by id.
    /// </summary>
    public Guid ResourceId => NamedGuid.Of(Namespace, $"{Key}\n{BodyHash}");
}

public static class ResourceIds
{
    /// <summary>
    /// The id of the command to a thing, the same when the request is sent again with its key; null without a key. Only for
    /// what is final: a service that has carried it out answers as it did then.
    /// </summary>
    public static Guid? CommandId(this HttpContext context, Guid target) =>
        context.Features.Get<IdempotencyScope>() is { } scope ? NamedGuid.Of(scope.ResourceId, target.ToString()) : null;

    public static Guid NewResourceId(this HttpContext context) =>
        context.Features.Get<IdempotencyScope>()?.ResourceId
        ?? Guid.CreateVersion7(context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow());
}
