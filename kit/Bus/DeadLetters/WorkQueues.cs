using System.Collections.Concurrent;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Bus.DeadLetters;

/// <summary>The queues of this host that keep what their consumers could not do. Those for answers, and those of consumers whose sender waits, do not.</summary>
public sealed class WorkQueues(IServiceProvider provider)
{
    private readonly ConcurrentDictionary<string, byte> discarding = new(StringComparer.Ordinal);

    /// <summary>Empty until the bus has been made.</summary>
    public IReadOnlyList<string> Names
    {
        get
        {
            var bus = provider.GetRequiredService<IBusControl>();
            return
            [
                .. bus.CheckHealth().Endpoints.Values
                    .Select(endpoint => endpoint.InputAddress)
                    .Where(address => address is not null && address != bus.Address && !address.Query.Contains("temporary=true", StringComparison.Ordinal))
                    .Select(NameOf)
                    .Where(name => !discarding.ContainsKey(name))
                    .Distinct(StringComparer.Ordinal)
                    .Order(StringComparer.Ordinal),
            ];
        }
    }

    internal static string NameOf(Uri address) => Uri.UnescapeDataString(address.AbsolutePath[(address.AbsolutePath.LastIndexOf('/') + 1)..]);

    /// <summary>A queue whose consumer's faults are answered and not kept.</summary>
    internal void Leave(Uri address) => discarding.TryAdd(NameOf(address), 0);
}
