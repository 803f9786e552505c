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

    /// <summary>What each process of ours has written, by its name.</summary>
    IEnumerable<(string Name, string Text)> Logs();

    /// <summary>Resident memory of all processes of ours, in bytes.</summary>
    long Memory();
}

/// <summary>In which form the platform is.</summary>
/// <param name="Embedded">Platform on SQLite, else the services over real parts.</param>
/// <param name="Instances">Of each service.</param>
/// <param name="Beside">A built checkout of another version, whose services are the instances after the first.</param>
/// <param name="Clocks">Whether the clocks of its processes may be set.</param>
/// <param name="Disk">Bytes of the disk for the data of Platform, which may be filled; null: whatever there is.</param>
/// <param name="Environment">Settings of the processes besides the usual ones.</param>
public sealed record SubjectSettings(
    bool Embedded = false, int Instances = 1, string? Beside = null, bool Clocks = false, long? Disk = null, params (string Key, string Value)[] Environment);
