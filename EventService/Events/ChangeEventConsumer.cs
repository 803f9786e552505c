using Contracts;
using Contracts.Events;
using Contracts.Granting;
using Documents;
using MassTransit;

namespace EventService.Events;

internal sealed class ChangeEventConsumer(IDocumentStore<EventDocument> events, TimeProvider time, ILogger<ChangeEventConsumer> logger)
    : IConsumer<ChangeEvent>
{
    public async Task Consume(ConsumeContext<ChangeEvent> context)
    {
        var message = context.Message;
        var command = context.MessageId ?? NewId.NextGuid();
        var (changed, refusal) = await events.Decide(
            message.EventId,
            document => document.Once(command, e => Decide(e, message, time.GetUtcNow())),
            Refusals.NoEvent,
            context.CancellationToken);
        if (changed is not null)
        {
            logger.LogInformation(
                "Event {EventId} is {Status} at version {Version}, changed by {UserId}",
                message.EventId, changed.Status, changed.Revision, message.Caller.UserId);
        }

        await context.Answer(changed?.ToDetails(time.GetUtcNow()), refusal);
    }

    internal static Decision Decide(EventDocument e, ChangeEvent message, DateTimeOffset now)
    {
        if (message.ExpectedVersion is { } expected && expected != e.Revision)
        {
            return Refusals.StaleVersion;
        }

        var faults = new FieldFaults();
        var terms = e.Terms.With(message, faults);
        var present = e.StatusAt(now);
        var status = message.Status ?? present;
        if (terms == e.Terms && status == present)
        {
            return faults.ToRefusal() is { } notClearable ? notClearable : Decision.Unchanged;
        }

        if (Forbidden(e, terms, present, status) is { } sentence)
        {
            return Refusals.InvalidState(sentence);
        }

        terms.Check(faults, e.Terms, now);
        if (faults.ToRefusal() is { } refusal)
        {
            return refusal;
        }

        if (status == EventStatus.Active && present != EventStatus.Active && terms.PeriodEnd <= now)
        {
            return Refusals.InvalidState("The event's periodEnd has passed: set a later one to activate it.");
        }

        var budget = e.Terms.PointBudget;
        e.Change(terms, status, EventAudit.Updated, Actor.Of(message.Caller), now);
        if (terms.PointBudget != budget)
        {
            e.Raise(new ChangePointBudget(message.EventId, terms.PointBudget, e.Revision));
        }

        return Decision.Changed;
    }

    /// <summary>Why the event's status does not allow the change; null when it does.</summary>
    private static string? Forbidden(EventDocument e, EventTerms terms, EventStatus present, EventStatus status)
    {
        if (present is EventStatus.Ended or EventStatus.Archived)
        {
            return $"An event that is {Refusals.Wire(present)} takes no more changes.";
        }

        if (!CanBecome(present, status))
        {
            return status == EventStatus.Archived
                ? "An event is archived by DELETE."
                : $"An event that is {Refusals.Wire(present)} cannot become {Refusals.Wire(status)}.";
        }

        if (e.InUse && e.Terms.RequestLimit is null && terms.RequestLimit is not null)
        {
            return "Requests that no limit counted are there already: requestLimit comes before the first.";
        }

        if (e.InUse && e.Terms.PointBudget is null && terms.PointBudget is not null)
        {
            return "Requests whose points no budget counts are there already: pointBudget comes before the first.";
        }

        if (present == EventStatus.Draft)
        {
            return null;
        }

        string[] fixedFields =
        [
            .. terms.PeriodStart != e.Terms.PeriodStart ? ["periodStart"] : Array.Empty<string>(),
            .. terms.Condition != e.Terms.Condition ? ["condition"] : Array.Empty<string>(),
            .. terms.TimeZone != e.Terms.TimeZone ? ["timeZone"] : Array.Empty<string>(),
            .. terms.Approval != e.Terms.Approval ? ["approval"] : Array.Empty<string>(),
        ];
        return fixedFields.Length == 0 ? null : $"Only while the event is DRAFT can this change: {string.Join(", ", fixedFields)}.";
    }

    private static bool CanBecome(EventStatus from, EventStatus to) =>
        from == to || (from, to) is
            (EventStatus.Draft, EventStatus.Active) or
            (EventStatus.Active, EventStatus.Paused) or
            (EventStatus.Paused, EventStatus.Active) or
            (EventStatus.Active or EventStatus.Paused, EventStatus.Ended);
}
