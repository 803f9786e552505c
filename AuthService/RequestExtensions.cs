using MassTransit;

namespace AuthService;

internal static class RequestExtensions
{
    /// <summary>Its sender has given up: no work is worth doing for it, no password worth hashing.</summary>
    public static bool HasExpired(this ConsumeContext request, TimeProvider time)
    {
        if (time.GetUtcNow().UtcDateTime - request.ExpirationTime is not { } late || late < TimeSpan.Zero)
        {
            return false;
        }

        LogContext.Warning?.Log(
            "A request came {Late} after its sender had given up and is not begun. If that goes on, compare this host's clock with the Gateway's", late);
        return true;
    }
}
