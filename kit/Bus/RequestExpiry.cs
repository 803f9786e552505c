using MassTransit;

namespace Bus;

public static class RequestExpiry
{
    /// <summary>
    /// Whether its sender has given up: no work is worth doing for it, and who was told that there is no answer must not
    /// find it carried out later. What no one waits for never expires.
    /// </summary>
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
