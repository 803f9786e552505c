using System.Collections.Concurrent;
using System.Reflection;

namespace Messages;

/// <summary>What messages are called where they outlive a process, in outboxes and on the wire: not by the assembly they stand in.</summary>
public static class MessageNames
{
    private static readonly ConcurrentDictionary<string, Type> Found = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<Assembly, Dictionary<string, Type>> Former = new();

    /// <returns><c>Namespace:Name</c>, with <c>Outer+</c> before the name of a nested type.</returns>
    public static string Of(Type message)
    {
        var name = message is { FullName: { } full, IsGenericType: false } ? full : throw new ArgumentException($"{message} has no name of its own.", nameof(message));
        return message.Namespace is { Length: > 0 } space ? $"{space}:{name[(space.Length + 1)..]}" : name;
    }

    public static IEnumerable<string> FormerOf(Type message) =>
        message.GetCustomAttributes<FormerlyKnownAsAttribute>(inherit: false).Select(former => former.Name);

    /// <summary>The type that is called so, or was; null when no assembly of this process has it.</summary>
    public static Type? Find(string name)
    {
        if (!Found.TryGetValue(name, out var type) && IsName(name))
        {
            // An assembly may be loaded later, so that only what was found is remembered.
            var assemblies = AppDomain.CurrentDomain.GetAssemblies();
            type = assemblies.Select(assembly => assembly.GetType(name.Replace(':', '.'), throwOnError: false)).FirstOrDefault(found => found is not null)
                ?? assemblies.Select(assembly => FormerOf(assembly).GetValueOrDefault(name)).FirstOrDefault(found => found is not null);
            if (type is not null)
            {
                Found[name] = type;
            }
        }

        return type;
    }

    /// <summary>What else may stand there, a generic type or an assembly, is more than looking up a type bears.</summary>
    private static bool IsName(string text) => text.Length > 0 && text.All(letter => char.IsLetterOrDigit(letter) || letter is '.' or ':' or '+' or '_');

    private static Dictionary<string, Type> FormerOf(Assembly assembly) => Former.GetOrAdd(assembly, _ =>
        assembly.GetReferencedAssemblies().Any(reference => reference.Name == typeof(FormerlyKnownAsAttribute).Assembly.GetName().Name)
            ? assembly.GetTypes().SelectMany(type => FormerOf(type).Select(name => (name, type))).ToDictionary(former => former.name, former => former.type, StringComparer.Ordinal)
            : []);
}
