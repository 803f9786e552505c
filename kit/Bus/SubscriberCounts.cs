using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Bus;

/// <summary>How many receive endpoints of this process take a message type: one for each consumer and each saga.</summary>
internal sealed class SubscriberCounts
{
    private readonly Dictionary<Type, int> counts;

    public SubscriberCounts(IServiceProvider provider, IServiceCollection services)
    {
        var types = services.Select(service => service.ServiceType).Where(type => type.IsClass).Distinct().ToList();
        var machines = types.Where(type => type.IsAssignableTo(typeof(StateMachine))).Select(type => (StateMachine)provider.GetRequiredService(type));
        counts = types.SelectMany(ConsumedMessages.Of).Concat(machines.SelectMany(ConsumedMessages.Of)).CountBy(message => message).ToDictionary();
    }

    public int Of(Type message) => counts.GetValueOrDefault(message);
}
