using System.Security.Claims;
using Contracts.Events;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Gateway.Events;

internal sealed record ChangeEventBody : EventBody
{
    private static readonly string[] NeverNull = ["name", "periodStart", "timeZone", "status", "approval", "fourEyes"];

    protected override void Rules(Faults faults)
    {
        foreach (var field in NeverNull.Where(Nulls.Contains))
        {
            faults.Add(field, "cannot be null: leave it out to keep it.");
        }

        GivenFields(faults);
    }

    public ChangeEvent ToCommand(Guid id, int? expectedVersion, Caller caller) => new(
        id,
        expectedVersion,
        Name,
        Description,
        GivenCondition(),
        Time(PeriodStart),
        Time(PeriodEnd),
        TimeZone,
        Words.Parse<EventStatus>(Status),
        Words.Parse<ApprovalMode>(Approval),
        ApprovalDeadlineSeconds,
        FourEyes,
        ClaimLimit?.ToClaimLimit(),
        RequestLimit,
        PointBudget,
        [.. Nulls],
        caller);

    private static DateTimeOffset? Time(string? text) => Instants.TryParse(text, out var time) ? time : null;
}

internal static class ChangeEventRoute
{
    public static void Map(RouteGroupBuilder events) => events.MapPatch("/{id:guid}", Handle)
        .WithName("ChangeEvent").WithSummary("Changes the fields that are given; null clears one")
        .RequireAuthorization(Policies.Operator).Refuses(Codes.NotFound, Codes.InvalidState, Codes.StaleVersion);

    private static async Task<Results<Ok<EventDetails>, Problem>> Handle(
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

        return (await services.Ask<ChangeEvent, EventDetails>(body.ToCommand(id, version, caller.Caller()), cancellationToken))
            .Then(changed => EventAnswer.Ok(context, changed));
    }
}
