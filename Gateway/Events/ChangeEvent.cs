using System.Security.Claims;
using Contracts.Events;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Gateway.Events;

internal sealed record ChangeEventBody : EventBody
{
    protected override void Rules(ChangeEvent given, FieldFaults faults, DateTimeOffset now) => EventTerms.CheckChange(given, faults);
}

internal static class ChangeEventRoute
{
    public static void Map(RouteGroupBuilder events) => events.MapPatch("/{id:guid}", Handle)
        .WithName("ChangeEvent").WithSummary("Changes the fields that are given; null clears one")
        .RequireAuthorization(Policies.Operator).Refuses(Codes.NotFound, Codes.InvalidState, Codes.StaleVersion);

    private static async Task<Results<Ok<EventResponse>, Problem>> Handle(
        Guid id,
        ChangeEventBody body,
        [FromHeader(Name = IfMatch.Header)] string? ifMatch,
        ClaimsPrincipal caller,
        HttpContext context,
        ServiceClient services,
        CancellationToken cancellationToken)
    {
        if (!IfMatch.TryParse(ifMatch, out var version, out var problem))
        {
            return problem;
        }

        return (await services.Ask<ChangeEvent, EventDetails>(body.ToChange(id, version, caller.Caller()), cancellationToken))
            .Then(changed => EventAnswer.Ok(context, changed));
    }
}
