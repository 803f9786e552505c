using MassTransit;

namespace AuthService;

internal static class RequestExtensions
{
    /// <summary>Its sender has given up: no work is worth doing for it, no password worth hashing.</summary>
    public static bool HasExpired(this ConsumeContext request, TimeProvider time) => request.ExpirationTime <= time.GetUtcNow().UtcDateTime;
}
