using Contracts.Events;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Events;

/// <summary>An event with its version as ETag.</summary>
internal static class EventAnswer
{
    public static Ok<EventResponse> Ok(HttpContext context, EventDetails details, Caller caller)
    {
        Tag(context, details);
        return TypedResults.Ok(EventResponse.Of(details, caller));
    }

    public static void Tag(HttpContext context, EventDetails details) => context.Response.Headers.ETag = $"\"{details.Version}\"";
}
