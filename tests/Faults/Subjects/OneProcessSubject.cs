using Drills.Breaking;
using Drills.Plan;
using Testing.Processes;

namespace Faults.Subjects;

/// <summary>Platform on SQLite.</summary>
internal sealed class OneProcessSubject : ISubject
{
    private readonly PlatformHost platform;
    private readonly Parts parts;

    private OneProcessSubject(PlatformHost platform)
    {
        this.platform = platform;
        parts = new Parts(Breakable.Of("Platform", platform.Process));
    }

    public IReadOnlyList<Uri> Addresses => [platform.Address];

    public IReadOnlyList<(string Target, FaultKind[] Kinds)> Targets => parts.Targets;

    public static async Task<ISubject> Start(params (string Key, string Value)[] settings)
    {
        var started = PlatformHost.With(settings);
        await started.InitializeAsync();
        return new OneProcessSubject(started);
    }

    public Task Inject(Fault fault, CancellationToken cancellationToken) => parts.Inject(fault, cancellationToken);

    public Task Heal() => platform.InitializeAsync();

    public long Memory() => platform.Process.Memory();

    public ValueTask DisposeAsync() => platform.DisposeAsync();
}
