using System.Security.Claims;
using Contracts.Events;
using Contracts.Users;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Gateway.Events;

internal sealed record ChangeEventBody : EventBody
{
    protected override void Rules(ChangeEvent given, FieldFaults faults, DateTimeOffset now) => EventTerms.CheckChange(given, faults);
}

internal static class ChangeEventRoute
{
    private const string IfMatch = "If-Match";

    private static readonly Problem Malformed = new(
        Codes.ValidationFailed,
        "Send If-Match as the ETag that GET returned, quotes included, or leave it out.",
        new Dictionary<string, string[]> { [IfMatch] = ["is one ETag in quotes, a list of them, or *."] });

    private static readonly Problem Stale = new(Codes.StaleVersion, "The event is not at that version: read it again.");

    public static void Map(RouteGroupBuilder events) => events.MapPatch("/{id:guid}", Handle)
        .WithName("ChangeEvent").WithSummary("Changes the fields that are given; null clears one")
        .Needs(Permissions.EventsWrite).Refuses(Codes.NotFound, Codes.InvalidState, Codes.StaleVersion);

    private static async Task<Results<Ok<EventResponse>, Problem>> Handle(
        Guid id,
        ChangeEventBody body,
        [FromHeader(Name = IfMatch)] string? ifMatch,
        ClaimsPrincipal caller,
        HttpContext context,
        ServiceClient services,
        CancellationToken cancellationToken)
    {
        if (EventTags.Parse(ifMatch) is not { } tags)
        {
            return Malformed;
        }

        // The service compares with one version: of several, that which the event has.
        if (tags.Versions.Count > 1 && !tags.Any)
        {
            var found = await services.Ask<GetEvent, EventDetails>(new GetEvent(id, caller.Caller()), cancellationToken);
            if (found.Problem is { } refused)
            {
                return refused;
            }

            tags = tags with { Versions = [.. tags.Versions.Where(version => version == found.Reply.Version).Take(1)] };
        }

        if (!tags.Any && tags.Versions.Count == 0)
        {
            return Stale;
        }

        int? expected = tags.Any ? null : tags.Versions[0];
        return (await services.Ask<ChangeEvent, EventDetails>(body.ToChange(id, expected, caller.Caller()), cancellationToken))
            .Then(changed => EventAnswer.Ok(context, changed, caller.Caller()));
    }
}
