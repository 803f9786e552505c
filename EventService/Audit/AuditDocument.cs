using System.Globalization;
using System.Text.Json;
using Contracts.Audit;
using Documents;

namespace EventService.Audit;

/// <summary>
/// One entry of the audit log, never changed once it is stored. Its id is its place in the chain, so that of two writers
/// one gets the place; what it was made of is unique too, so that a message that is delivered again appends nothing.
/// </summary>
internal sealed class AuditDocument : Document
{
    public static readonly Schema<AuditDocument> Schema = new Schema<AuditDocument>("audit_entries")
        .Unique(e => e.SourceId)
        .Index(e => e.Position)
        .Index(e => e.At)
        .Index(e => e.Actor, e => e.At)
        .Index(e => e.Action, e => e.At)
        .Index(e => e.Target, e => e.At);

    /// <summary>The id, by which entries are read in their order.</summary>
    public string Position => Id;

    public required Guid SourceId { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Actor { get; init; }

    public required string Action { get; init; }

    public required string Target { get; init; }

    /// <summary>Canonical JSON, kept as text: no engine may give back another one than was hashed.</summary>
    public string? Before { get; init; }

    /// <inheritdoc cref="Before"/>
    public string? After { get; init; }

    public string? TraceId { get; init; }

    public required string PreviousHash { get; init; }

    public string Hash { get; set; } = "";

    /// <summary>A number as an id that orders as the number does.</summary>
    public static string IdOf(long sequence) => sequence.ToString("D18", CultureInfo.InvariantCulture);

    public AuditEntry ToEntry() => new(At, Actor, Action, Target, Fields(Before), Fields(After), TraceId);

    public AuditRecord ToRecord() => new(
        long.Parse(Id, NumberStyles.None, CultureInfo.InvariantCulture), SourceId, At, Actor, Action, Target, Before, After, TraceId, PreviousHash, Hash);

    private static Dictionary<string, JsonElement>? Fields(string? json) =>
        json is null ? null : JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(json, DocumentJson.Options);
}
