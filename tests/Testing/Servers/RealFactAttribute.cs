using Testing.Processes;

namespace Testing.Servers;

/// <summary>A test that needs real components, skipped with the reason where one is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RealFactAttribute(params Real[] needed) : FactAttribute
{
    public IReadOnlyList<Real> Needed { get; } = needed;

    /// <summary>The test starts and stops servers of its own: a given one does not do.</summary>
    public bool Own { get; init; }

    /// <summary>The test stops the server of the deployment's documents: it must be the deployment's own.</summary>
    public bool StopsStore { get; init; }

    public override string? Skip
    {
        get => Needed.Where(IsMissing).ToList() is { Count: > 0 } missing ? $"not installed: {string.Join(", ", missing)}"
            : StopsStore && DeploymentStorage.IsGiven ? "the server of MongoDB is given, and not the test's to stop"
            : base.Skip;
        set => base.Skip = value;
    }

    private bool IsMissing(Real real) => !(Own ? real.IsInstalled() : real.IsAvailable());
}
