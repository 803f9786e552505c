using System.Security.Cryptography;
using System.Text;
using Documents;
using Http.Tokens;
using Http.Validation;
using Sessions;

namespace Http.Idempotency;

/// <param name="Key">Hash of caller, method, resource (whatever the spelling of its path) and Idempotency-Key.</param>
/// <param name="BodyHash">HMAC-SHA256 of the body, hex.</param>
public sealed record IdempotencyScope(string Key, string BodyHash)
{
    private static readonly Guid Namespace = new("1f0b1c3e-6a57-4d0e-9a53-0c2f9d5d7b11");

    public static IdempotencyScope Of(HttpContext context, string idempotencyKey, byte[] body)
    {
        // A body may hold a password: whoever reads the records must not be able to try passwords against a plain hash.
        // The secret and the client's key are both unknown there; under ES256 there is no secret, only the client's key.
        var secret = context.RequestServices.GetRequiredService<JwtSettings>().Keys[^1].Secret ?? [];
        var bodyKey = HKDF.DeriveKey(HashAlgorithmName.SHA256, [.. secret, .. Encoding.UTF8.GetBytes(idempotencyKey)], 32, info: "idempotency"u8.ToArray());
        var name = $"{context.User.Id()}\n{HttpMethods.GetCanonicalizedValue(context.Request.Method)}\n{ResourceOf(context)}\n{idempotencyKey}";
        return new IdempotencyScope(Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(name))), Convert.ToHexString(HMACSHA256.HashData(bodyKey, body)));
    }

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
