using System.Security.Claims;
using Contracts.Events;
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
        var (_, end) = GivenFields(faults);
        faults.AddIf(end <= faults.Now, "periodEnd", "lies in the future.");
        faults.AddIf(
            Words.Parse<EventStatus>(Status) is not (null or EventStatus.Draft or EventStatus.Active), "status", "of a new event is DRAFT or ACTIVE.");
    }

    public CreateEvent ToCommand(Guid id, Caller caller) => new(
        id,
        Name!,
        Description,
        GivenCondition(),
        Time(PeriodStart)!.Value,
        Time(PeriodEnd),
        TimeZone ?? "UTC",
        Words.Parse<EventStatus>(Status) ?? EventStatus.Draft,
        Words.Parse<ApprovalMode>(Approval) ?? ApprovalMode.Auto,
        ApprovalDeadlineSeconds,
        FourEyes ?? false,
        ClaimLimit?.ToClaimLimit(),
        RequestLimit,
        PointBudget,
        caller);

    private static DateTimeOffset? Time(string? text) => Instants.TryParse(text, out var time) ? time : null;
}

internal static class CreateEventRoute
{
    public static void Map(RouteGroupBuilder events) => events.MapPost("", Handle)
        .WithName("CreateEvent").WithSummary("Creates an event, DRAFT or ACTIVE")
        .RequireAuthorization(Policies.Operator);

    private static async Task<Results<Created<EventDetails>, Problem>> Handle(
        CreateEventBody body, ClaimsPrincipal caller, HttpContext context, ServiceClient services, CancellationToken cancellationToken)
    {
        var command = body.ToCommand(context.NewResourceId(), caller.Caller());
        return (await services.Ask<CreateEvent, EventDetails>(command, cancellationToken)).Then(created =>
        {
            EventAnswer.Tag(context, created);
            return TypedResults.Created(context.Link($"/events/{created.Id}"), created);
        });
    }
}
