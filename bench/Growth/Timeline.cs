using Documents;

namespace Bench.Growth;

/// <summary>When what is stored came about: spread over a time that has passed, in the order of the numbers.</summary>
/// <param name="name">Of all that is stored by it: no other has its ids.</param>
internal sealed class Timeline(string name, DateTimeOffset now)
{
    private static readonly Guid Space = new("5d0f3c1e-7a51-4a3e-9a0f-2b9a4f3f8c10");
    private static readonly TimeSpan Span = TimeSpan.FromDays(300);

    public DateTimeOffset Start { get; } = now - Span;

    public DateTimeOffset Middle => Start + (Span / 2);

    public DateTimeOffset At(long number, long count) => Start + TimeSpan.FromTicks((long)(Span.Ticks * 0.99 * number / count));

    public string Name => name;

    public Guid Id(string what, long number) => NamedGuid.Of(Space, $"{name}/{what}/{number}");
}
