namespace Documents.Outbox;

/// <summary>The messages that wait in outboxes, those under way included.</summary>
/// <param name="OldestAt">When the oldest was raised; null when none waits.</param>
public sealed record OutboxBacklog(long Messages, DateTimeOffset? OldestAt)
{
    public static readonly OutboxBacklog None = new(0, null);

    public static OutboxBacklog operator +(OutboxBacklog left, OutboxBacklog right) => new(
        left.Messages + right.Messages,
        left.OldestAt is null || right.OldestAt < left.OldestAt ? right.OldestAt : left.OldestAt);

    public static OutboxBacklog Add(OutboxBacklog left, OutboxBacklog right) => left + right;
}
