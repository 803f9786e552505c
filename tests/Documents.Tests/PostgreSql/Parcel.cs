using System.Text.Json;
using Documents.Engines;
using Documents.Outbox;

namespace Documents.Tests.PostgreSql;

public sealed class Parcel : Document
{
    public static readonly Schema<Parcel> Schema = new Schema<Parcel>("parcels")
        .Unique(p => p.Label)
        .Unique(p => p.Tracking)
        .Index(p => p.CreatedAt)
        .Index(p => p.Status, p => p.DueAt);

    public string? Label { get; init; }

    public string? Tracking { get; set; }

    public string Status { get; set; } = "NEW";

    public string? Note { get; set; }

    public DateTimeOffset CreatedAt { get; init; } = Times.Start;

    public DateTimeOffset? DueAt { get; set; }
}

internal static class Times
{
    public static readonly DateTimeOffset Start = new(2025, 6, 1, 12, 0, 0, TimeSpan.Zero);
}

internal static class Writes
{
    public static DocumentWrite Insert(Parcel parcel, params OutboxMessage[] outbox) =>
        new(Parcel.Schema, WriteKind.Insert, parcel.Id, 0, Body(parcel), outbox);

    public static DocumentWrite Update(Parcel parcel, long version, params OutboxMessage[] outbox) =>
        new(Parcel.Schema, WriteKind.Update, parcel.Id, version, Body(parcel), outbox);

    public static DocumentWrite Delete(string id, long version) => new(Parcel.Schema, WriteKind.Delete, id, version, [], []);

    public static OutboxMessage Message(object body, DateTimeOffset? at = null) =>
        new(Guid.NewGuid(), "Some:Message", JsonSerializer.SerializeToElement(body), at ?? Times.Start, null);

    public static byte[] Body(Parcel parcel) => JsonSerializer.SerializeToUtf8Bytes(parcel, DocumentJson.Options);
}
