using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Bus;

/// <summary>How many receive endpoints of this process take a message type: one for each consumer and each saga.</summary>
internal sealed class SubscriberCounts
{
    private readonly Dictionary<Type, int> counts = [];

    public SubscriberCounts(IServiceProvider provider, IServiceCollection services)
    {
        var types = services.Select(service => service.ServiceType).Distinct().ToList();
        foreach (var contract in types.Where(t => t.IsClass).SelectMany(t => t.GetInterfaces()))
        {
            if (contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IConsumer<>))
            {
                Add(contract.GetGenericArguments()[0]);
            }
        }

        foreach (var machine in types.Where(t => t.IsClass && t.IsAssignableTo(typeof(StateMachine))))
        {
            var events = ((StateMachine)provider.GetRequiredService(machine)).Events;
            foreach (var data in events.Select(e => e.GetType().GetInterfaces().FirstOrDefault(IsDataEvent)).OfType<Type>())
            {
                Add(data.GetGenericArguments()[0]);
            }
        }
    }

    public int Of(Type message) => counts.GetValueOrDefault(message);

    private static bool IsDataEvent(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Event<>);

    private void Add(Type message) => counts[message] = Of(message) + 1;
}
