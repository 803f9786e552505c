using System.Security.Cryptography;
using System.Text;
using Gateway.Security;
using ServiceDefaults;

namespace Gateway.Idempotency;

/// <param name="Key">Hash of caller, method, path (without the version's prefix) and Idempotency-Key.</param>
/// <param name="BodyHash">SHA-256 of the body, hex.</param>
internal sealed record IdempotencyScope(string Key, string BodyHash)
{
    private static readonly Guid Ids = new("1f0b1c3e-6a57-4d0e-9a53-0c2f9d5d7b11");

    public static IdempotencyScope Of(HttpContext context, string idempotencyKey, byte[] body)
    {
        var path = context.Request.Path.Value!.TrimEnd('/').ToLowerInvariant();
        var name = $"{context.User.Id()}\n{context.Request.Method}\n{path}\n{idempotencyKey}";
        return new IdempotencyScope(Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(name))), Convert.ToHexString(SHA256.HashData(body)));
    }

    /// <summary>
    /// The id of what this request makes: the same when it is sent again. A retry whose first attempt died halfway so
    /// finds what that attempt made, since services are idempotent by id.
    /// </summary>
    public Guid ResourceId => NamedGuid.Of(Ids, $"{Key}\n{BodyHash}");
}

internal static class ResourceIds
{
    public static Guid NewResourceId(this HttpContext context) =>
        context.Features.Get<IdempotencyScope>()?.ResourceId
        ?? Guid.CreateVersion7(context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow());
}
