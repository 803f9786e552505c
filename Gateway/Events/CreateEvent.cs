using System.Security.Claims;
using Contracts.Events;
using Contracts.Users;
using Http.Idempotency;
using Http.Versioning;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Events;

[Requires("name", "periodStart")]
internal sealed record CreateEventBody : EventBody
{
    protected override void Rules(Faults faults)
    {
        faults.Requires(Name, "name");
        faults.Requires(PeriodStart, "periodStart");
        base.Rules(faults);
    }

    protected override void Rules(ChangeEvent given, FieldFaults faults, DateTimeOffset now)
    {
        Terms(given).Check(faults, before: null, now);
        faults.AddIf(given.Status is not (null or EventStatus.Draft or EventStatus.Active), "status", "of a new event is DRAFT or ACTIVE.");
    }

    public CreateEvent ToCommand(Guid id, Caller caller)
    {
        var given = ToChange(id, null, caller);
        return new CreateEvent(id, Terms(given), given.Status ?? EventStatus.Draft, caller);
    }

    /// <summary>For a new event, null is what is not given.</summary>
    private static EventTerms Terms(ChangeEvent given) => EventTerms.Default.With(given with { Cleared = [] }, new FieldFaults());
}

internal static class CreateEventRoute
{
    public static void Map(RouteGroupBuilder events) => events.MapPost("", Handle)
        .WithName("CreateEvent").WithSummary("Creates an event, DRAFT or ACTIVE")
        .Needs(Permissions.EventsWrite);

    private static async Task<Results<Created<EventResponse>, Problem>> Handle(
        CreateEventBody body, ClaimsPrincipal caller, HttpContext context, ServiceClient services, CancellationToken cancellationToken)
    {
        var command = body.ToCommand(context.NewResourceId(), caller.Caller());
        return (await services.Ask<CreateEvent, EventDetails>(command, cancellationToken)).Then(created =>
        {
            EventAnswer.Tag(context, created);
            return TypedResults.Created(context.Link($"/events/{created.Id}"), EventResponse.Of(created, caller.Caller()));
        });
    }
}
