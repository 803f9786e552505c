using MassTransit;

namespace Bus;

/// <summary>The types of the messages that a consumer or a saga takes.</summary>
internal static class ConsumedMessages
{
    public static IEnumerable<Type> Of(Type consumer) => ArgumentsOf(consumer, typeof(IConsumer<>));

    public static IEnumerable<Type> Of(StateMachine machine) => machine.Events.SelectMany(e => ArgumentsOf(e.GetType(), typeof(Event<>)));

    private static IEnumerable<Type> ArgumentsOf(Type type, Type definition) =>
        type.GetInterfaces().Where(i => i.IsGenericType && i.GetGenericTypeDefinition() == definition).Select(i => i.GetGenericArguments()[0]);
}
