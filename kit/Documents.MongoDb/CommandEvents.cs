using System.Diagnostics;
using System.Diagnostics.Metrics;
using MongoDB.Driver;
using MongoDB.Driver.Core.Configuration;
using MongoDB.Driver.Core.Events;

namespace Documents.MongoDb;

/// <summary>
/// A measurement and a span for each command that the driver sent to one database. They name the command and what kind
/// of fault there was; what was written, asked for or answered is never looked at.
/// </summary>
internal sealed class CommandEvents(string database)
{
    private static readonly ActivitySource Source = new(MongoDbEngine.Instrumentation);
    private static readonly Meter Meter = new(MongoDbEngine.Instrumentation);
    private static readonly Histogram<double> Durations = Meter.CreateHistogram<double>(
        "db.client.operation.duration", "s", "How long commands to the storage took.");

    public void Subscribe(ClusterBuilder cluster) => cluster
        .Subscribe<CommandSucceededEvent>(e => Record(e.DatabaseNamespace, e.CommandName, e.Timestamp, e.Duration, null))
        .Subscribe<CommandFailedEvent>(e => Record(e.DatabaseNamespace, e.CommandName, e.Timestamp, e.Duration, e.Failure));

    private void Record(DatabaseNamespace? asked, string command, DateTime end, TimeSpan duration, Exception? failure)
    {
        // Others are the driver's own, those that log in among them.
        if (asked?.DatabaseName != database)
        {
            return;
        }

        var tags = new TagList
        {
            { "db.system.name", "mongodb" },
            { "db.namespace", database },
            { "db.operation.name", command },
        };
        if (failure is not null)
        {
            tags.Add("error.type", failure is MongoCommandException { CodeName: { Length: > 0 } code } ? code : failure.GetType().Name);
        }

        Durations.Record(duration.TotalSeconds, tags);
        using var span = Source.StartActivity($"{command} {database}", ActivityKind.Client, default(ActivityContext), tags, startTime: new DateTimeOffset(end - duration, TimeSpan.Zero));
        if (span is not null)
        {
            span.SetStatus(failure is null ? ActivityStatusCode.Unset : ActivityStatusCode.Error);
            span.SetEndTime(end);
        }
    }
}
