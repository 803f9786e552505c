using Messages;

namespace LiveService.Viewing;

/// <param name="From">In seconds since 1970.</param>
/// <param name="Until">The first second that is no part of it.</param>
internal sealed record WatchedSpan(long From, long Until) : Extensible
{
    public long Seconds => Until - From;

    /// <summary>Nothing lies between them.</summary>
    public bool Meets(WatchedSpan other) => From <= other.Until && other.From <= Until;
}
