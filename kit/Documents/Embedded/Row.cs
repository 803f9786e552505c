using Documents.Engines;

namespace Documents.Embedded;

/// <summary>A document in memory. Its place in indexes is fixed: a change of fields makes a new row.</summary>
/// <param name="fields">The texts of the schema's fields, in their order.</param>
internal sealed class Row(string id, string?[] fields, RowState state)
{
    public string Id { get; } = id;

    public string?[] Fields { get; } = fields;

    public RowState State { get; set; } = state;

    public StoredDocument ToStored() => new(Id, State.Version, State.Body);
}

/// <summary>Immutable, so that a snapshot can be written while the row moves on.</summary>
internal sealed record RowState(long Version, byte[] Body, StoredMessage[] Outbox)
{
    public DateTimeOffset? OldestMessage { get; } = Outbox.Length == 0 ? null : Outbox.Min(m => m.RaisedAt);

    /// <summary>About what the row takes in a snapshot.</summary>
    public long Bytes { get; } = 64 + Body.Length + Outbox.Sum(m => 32L + m.Json.Length);

    public RowState Without(IReadOnlyCollection<Guid> messages) => new(Version, Body, [.. Outbox.Where(m => !messages.Contains(m.Id))]);
}

internal readonly record struct StoredMessage(Guid Id, DateTimeOffset RaisedAt, byte[] Json);
