using System.Globalization;

namespace Drills.Plan;

/// <summary>What breaks, and how.</summary>
/// <param name="At">Since the load began.</param>
/// <param name="For">Until it is mended.</param>
public sealed record Fault(TimeSpan At, FaultKind Kind, string Target, TimeSpan For)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{At.TotalSeconds:0.0}:{Kind}:{Target}:{For.TotalSeconds:0.0}");

    public static Fault Parse(string text) =>
        text.Split(':') is [var at, var kind, var target, var length]
            ? new Fault(Seconds(at), Enum.Parse<FaultKind>(kind), target, Seconds(length))
            : throw new FormatException($"'{text}' is no fault: at:kind:target:for, as 1.5:Kill:Gateway:2.0");

    private static TimeSpan Seconds(string text) => TimeSpan.FromSeconds(double.Parse(text, CultureInfo.InvariantCulture));
}

public enum FaultKind
{
    /// <summary>kill -9, and a new start.</summary>
    Kill,

    /// <summary>SIGTERM under load, and a new start.</summary>
    Terminate,

    /// <summary>SIGSTOP and SIGCONT.</summary>
    Freeze,

    /// <summary>kill -9, and it comes back with nothing of what it had.</summary>
    Forget,

    /// <summary>It forgets all that it has, while its connections stay.</summary>
    Flush,

    /// <summary>Every connection is cut with a reset, and each new one until it is mended.</summary>
    Reset,

    /// <summary>Connections stay open and no byte arrives; then all do.</summary>
    Stall,

    /// <summary>
    /// What a service sends arrives, and no answer does, until its connections are reset: a broker has messages that nobody knows it
    /// has, and gets them again, a store has changed.
    /// </summary>
    LoseAnswers,

    /// <summary>Its clock steps forward, and back when it is mended.</summary>
    Ahead,

    /// <summary>Its clock steps back, and forward when it is mended.</summary>
    Behind,

    /// <summary>The disk of its data has no room.</summary>
    Fill,
}
