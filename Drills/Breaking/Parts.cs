using System.Collections.Concurrent;
using Drills.Plan;

namespace Drills.Breaking;

/// <summary>What can be broken of a subject. One of a name is broken by one fault at a time.</summary>
public sealed class Parts(params Breakable[] parts)
{
    private readonly ConcurrentDictionary<string, SemaphoreSlim> broken = [];

    public IReadOnlyList<(string Target, FaultKind[] Kinds)> Targets => [.. parts.Select(part => (part.Name, part.Kinds))];

    public async Task Inject(Fault fault, CancellationToken cancellationToken)
    {
        var part = parts.Single(part => part.Name == fault.Target);
        var turn = broken.GetOrAdd(part.Name, _ => new SemaphoreSlim(1));
        await turn.WaitAsync(cancellationToken);
        try
        {
            await part.Break(fault.Kind);
            await Task.Delay(fault.For, CancellationToken.None);
        }
        finally
        {
            try
            {
                await part.Mend(fault.Kind);
            }
            finally
            {
                turn.Release();
            }
        }
    }
}
