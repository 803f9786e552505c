using System.Text.Json;
using Contracts.Audit;

namespace EventService.Events;

/// <summary>What the audit log tells of events.</summary>
internal static class EventAudit
{
    public const string Created = "event.created";
    public const string Updated = "event.updated";
    public const string Ended = "event.ended";
    public const string Archived = "event.archived";

    public static IReadOnlyDictionary<string, JsonElement> Snapshot(this EventDocument e) =>
        new Dictionary<string, JsonElement>(Documents.Snapshot.Of(e.Terms))
        {
            ["status"] = JsonSerializer.SerializeToElement(Refusals.Wire(e.Status)),
            ["version"] = JsonSerializer.SerializeToElement(e.Revision),
        };

    public static void RaiseCreation(this EventDocument e, string actor) =>
        e.Raise(ChangeRecorded.Of(e.CreatedAt, actor, Created, Target(e), null, e.Snapshot()));

    public static void RaiseChange(this EventDocument e, string action, string actor, IReadOnlyDictionary<string, JsonElement> earlier)
    {
        var (before, after) = Documents.Snapshot.Difference(earlier, e.Snapshot());
        e.Raise(ChangeRecorded.Of(e.UpdatedAt, actor, action, Target(e), before, after));
    }

    private static string Target(EventDocument e) => $"event:{e.Id}";
}
