using Drills.Plan;

namespace Faults.Subjects;

/// <summary>The platform in one of its forms, which can be broken and mended.</summary>
public interface ISubject : IAsyncDisposable
{
    /// <summary>Of each instance that serves clients.</summary>
    IReadOnlyList<Uri> Addresses { get; }

    /// <summary>What may break, and how.</summary>
    IReadOnlyList<(string Target, FaultKind[] Kinds)> Targets { get; }

    /// <summary>Breaks it, waits, and mends it.</summary>
    Task Inject(Fault fault, CancellationToken cancellationToken);

    /// <summary>Everything runs and is ready.</summary>
    Task Heal();

    /// <summary>Resident memory of all processes of ours, in bytes.</summary>
    long Memory();
}
