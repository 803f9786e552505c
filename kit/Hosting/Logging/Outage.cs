using Microsoft.Extensions.Logging;

namespace Hosting.Logging;

/// <summary>
/// What is said for each message, call or round while a part is away, and would fill the log: a line with this id, or with an
/// <see cref="OutageFault"/>, is written once, and then every 30 s with the number of those that were left out (Alike).
/// </summary>
public static class Outage
{
    public static readonly EventId Event = new(503, nameof(Outage));
}

/// <summary>A kind of exception that says that a part is away, and nothing of what was being done.</summary>
public sealed record OutageFault(Func<Exception, bool> Includes);
