using Drills.Breaking;
using Drills.Plan;
using Testing.Processes;
using Testing.Stores;

namespace Faults.Subjects;

/// <summary>Platform on SQLite.</summary>
internal sealed class OneProcessSubject : ISubject
{
    private readonly PlatformHost platform;
    private readonly SmallDisk? disk;
    private readonly Clock? clock;
    private readonly Parts parts;

    private OneProcessSubject(PlatformHost platform, SmallDisk? disk, Clock? clock)
    {
        (this.platform, this.disk, this.clock) = (platform, disk, clock);
        var process = Breakable.Of("Platform", platform.Process);
        parts = new Parts([clock?.Of(process) ?? process, .. disk is null ? Array.Empty<Breakable>() : [Broken.Of("Disk", disk)]]);
    }

    public IReadOnlyList<Uri> Addresses => [platform.Address];

    public IReadOnlyList<(string Target, FaultKind[] Kinds)> Targets => parts.Targets;

    public static async Task<ISubject> Start(SubjectSettings form)
    {
        var small = form.Disk is { } bytes ? SmallDisk.Of(bytes) : null;
        var own = form.Clocks ? new Clock() : null;
        var started = PlatformHost.On(small?.Path, [.. form.Environment, .. own?.Settings ?? []]);
        var subject = new OneProcessSubject(started, small, own);
        try
        {
            await started.InitializeAsync();
            return subject;
        }
        catch
        {
            await subject.DisposeAsync();
            throw;
        }
    }

    public Task Inject(Fault fault, CancellationToken cancellationToken) => parts.Inject(fault, cancellationToken);

    public Task Heal() => platform.InitializeAsync();

    public IEnumerable<(string Name, string Text)> Logs() => [("Platform", platform.Process.Log)];

    public long Memory() => platform.Process.Memory();

    public async ValueTask DisposeAsync()
    {
        await platform.DisposeAsync();
        disk?.Dispose();
        clock?.Dispose();
    }
}
