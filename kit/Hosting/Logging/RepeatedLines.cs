using System.Collections.Concurrent;
using Serilog.Core;
using Serilog.Events;
using Serilog.Parsing;

namespace Hosting.Logging;

/// <summary>Leaves out lines of an outage that say what another has just said: see <see cref="Outage"/>.</summary>
internal sealed class RepeatedLines(TimeProvider time) : ILogEventFilter
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    private const int MostKept = 1000;
    private const string EventId = "EventId";

    private readonly ConcurrentDictionary<(string Source, string Template, string Subject), Said> said = new();
    private IReadOnlyList<OutageFault> faults = [];

    /// <summary>Before this, faults are not told from others.</summary>
    public void Know(IEnumerable<OutageFault> kinds) => faults = [.. kinds];

    public bool IsEnabled(LogEvent logEvent)
    {
        if (logEvent.Level < LogEventLevel.Warning || !IsOfOutage(logEvent))
        {
            return true;
        }

        logEvent.RemovePropertyIfPresent(EventId);
        if (said.Count > MostKept)
        {
            said.Clear();
        }

        var (isDue, leftOut) = said.GetOrAdd(KeyOf(logEvent), _ => new Said()).Again(time);
        if (isDue && leftOut > 0)
        {
            logEvent.AddOrUpdateProperty(new LogEventProperty("Alike", new ScalarValue(leftOut)));
        }

        return isDue;
    }

    private bool IsOfOutage(LogEvent line) =>
        (line.Properties.TryGetValue(EventId, out var id) && id is StructureValue { Properties: var parts } && parts.Any(part => part.Value is ScalarValue { Value: nameof(Outage) }))
        || Faults(line.Exception).Any(fault => faults.Any(kind => kind.Includes(fault)));

    /// <summary>The fault and what it was wrapped around.</summary>
    private static IEnumerable<Exception> Faults(Exception? fault) => fault switch
    {
        null => [],
        AggregateException many => many.InnerExceptions.SelectMany(Faults),
        _ => Faults(fault.InnerException).Prepend(fault),
    };

    /// <summary>What a line is about is named first in it: a queue, a database, a kind of message.</summary>
    private static (string Source, string Template, string Subject) KeyOf(LogEvent line)
    {
        var subject = line.MessageTemplate.Tokens.OfType<PropertyToken>().FirstOrDefault()?.PropertyName;
        return (TextOf(line, "SourceContext"), line.MessageTemplate.Text, subject is null ? "" : TextOf(line, subject));
    }

    private static string TextOf(LogEvent line, string property) =>
        line.Properties.TryGetValue(property, out var value) ? value.ToString() : "";

    private sealed class Said
    {
        private readonly Lock gate = new();
        private long? at;
        private int leftOut;

        /// <returns>Whether it is time to say it, and how often it was not said since the last time.</returns>
        public (bool IsDue, int LeftOut) Again(TimeProvider time)
        {
            lock (gate)
            {
                if (at is { } last && time.GetElapsedTime(last) < Interval)
                {
                    leftOut++;
                    return (false, 0);
                }

                // What was left out of an outage that is over is not of this one.
                var before = at is { } recent && time.GetElapsedTime(recent) < 2 * Interval ? leftOut : 0;
                at = time.GetTimestamp();
                leftOut = 0;
                return (true, before);
            }
        }
    }
}
