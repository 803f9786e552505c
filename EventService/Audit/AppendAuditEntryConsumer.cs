using System.Diagnostics.Metrics;
using Contracts.Audit;
using MassTransit;

namespace EventService.Audit;

internal sealed class AppendAuditEntryConsumer(AuditLog log, TimeProvider time) : IConsumer<ChangeRecorded>
{
    private static readonly Meter Meter = new("Messaging.Audit");

    private static readonly Histogram<double> Lag = Meter.CreateHistogram(
        "audit.lag",
        "s",
        "From a change to its entry in the audit log.",
        tags: null,
        new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3600, 86_400] });

    public async Task Consume(ConsumeContext<ChangeRecorded> context)
    {
        await log.Append(context.Message);
        Lag.Record((time.GetUtcNow() - context.Message.At).TotalSeconds);
    }
}
