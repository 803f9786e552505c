namespace Testing.Servers;

/// <inheritdoc cref="RealFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RealTheoryAttribute(params Real[] needed) : TheoryAttribute
{
    public IReadOnlyList<Real> Needed { get; } = needed;

    public override string? Skip
    {
        get => Needed.Where(real => !real.IsInstalled()).ToList() is { Count: > 0 } missing ? $"not installed: {string.Join(", ", missing)}" : base.Skip;
        set => base.Skip = value;
    }
}
