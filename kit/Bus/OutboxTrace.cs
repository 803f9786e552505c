using System.Diagnostics;
using Documents.Outbox;

namespace Bus;

internal static class OutboxTrace
{
    public const string SourceName = "Outbox";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>Continues the trace in which the message was raised; null when nobody traces.</summary>
    public static Activity? Resume(OutboxMessage message) =>
        ActivityContext.TryParse(message.TraceParent, null, isRemote: true, out var parent)
            ? Source.StartActivity("outbox send", ActivityKind.Producer, parent)
            : null;
}
