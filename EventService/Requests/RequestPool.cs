using Documents;
using Documents.Pools;

namespace EventService.Requests;

/// <summary>How many requests of an event count towards its limit. Its id is the event's.</summary>
internal sealed class RequestPool : PoolDocument
{
    public static readonly Schema<RequestPool> Schema = new Schema<RequestPool>("request_pools").Index(p => p.OpenSince);

    public static string ReturnIdOf(string requestId) => $"return:{requestId}";

    /// <param name="limit">The event's limit as it is now.</param>
    public Claim ClaimPlace(string requestId, int limit, DateTimeOffset now)
    {
        Total = limit;
        return TryClaim(requestId, 1, now);
    }
}
