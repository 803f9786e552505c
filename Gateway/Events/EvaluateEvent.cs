using System.Security.Claims;
using Contracts.Events;
using Contracts.Users;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Events;

[Requires("userId")]
internal sealed record EvaluateEventBody : RequestBody
{
    [Shape(Format = "uuid")]
    public string? UserId { get; init; }

    /// <summary>By default the present.</summary>
    [Shape(Format = "date-time")]
    public string? At { get; init; }

    protected override void Rules(Faults faults)
    {
        if (faults.Requires(UserId, "userId"))
        {
            faults.FilterId(UserId, "userId");
        }

        faults.Instant(At, "at");
    }

    public DateTimeOffset? Time() => Instants.TryParse(At, out var time) ? time : null;
}

internal static class EvaluateEventRoute
{
    public static void Map(RouteGroupBuilder events) => events.MapPost("/{id:guid}/evaluate", Handle)
        .WithName("EvaluateEvent").WithSummary("How far a user meets the event's condition, at a time of choice; nothing is written")
        .Needs(Permissions.ActivitiesRead).Refuses(Codes.NotFound);

    private static async Task<Results<Ok<Evaluation>, Problem>> Handle(
        Guid id, EvaluateEventBody body, ClaimsPrincipal caller, ServiceClient services, CancellationToken cancellationToken) =>
        (await services.Ask<EvaluateEvent, Evaluation>(
            new EvaluateEvent(id, QueryFilter.Id(body.UserId)!.Value, body.Time(), caller.Caller()), cancellationToken))
            .Then(evaluation => TypedResults.Ok(evaluation));
}
