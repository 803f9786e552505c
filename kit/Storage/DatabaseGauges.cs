using Documents;
using Hosting.Metrics;

namespace Storage;

internal static class DatabaseGauges
{
    private static readonly SampledGauge Waiting = new("outbox.messages", "Messages that wait in outboxes, those under way included.");
    private static readonly SampledGauge OldestAge = new("outbox.oldest.age", "For how long the oldest message of all outboxes has waited; 0 when none waits.", "s");
    private static readonly SampledGauge Size = new("database.size", "What the database takes on its disk, indexes included.", "By");

    public static Sample Of(Database database, TimeProvider time) => async cancellationToken =>
    {
        var backlog = await database.Backlog(cancellationToken);
        var age = backlog.OldestAt is { } oldest ? time.GetUtcNow() - oldest : TimeSpan.Zero;
        List<Reading> readings =
        [
            Waiting.Of(backlog.Messages, ("database", database.Name)),
            OldestAge.Of(Math.Max(0, age.TotalSeconds), ("database", database.Name)),
        ];
        if (await database.Size(cancellationToken) is { } size)
        {
            readings.Add(Size.Of(size, ("database", database.Name)));
        }

        return readings;
    };
}
