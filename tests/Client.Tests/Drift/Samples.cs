using System.Reflection;

namespace Client.Tests.Drift;

/// <summary>A value of any type that the client takes, with every field filled in.</summary>
internal static class Samples
{
    public static readonly Guid Id = Guid.Parse("0190a5f0-0000-7000-8000-00000000abcd");

    public static object? Of(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner)
        {
            return Of(inner);
        }

        return type switch
        {
            _ when type == typeof(CancellationToken) => CancellationToken.None,
            _ when type == typeof(Guid) => Id,
            _ when type == typeof(string) => "text",
            _ when type == typeof(bool) => true,
            _ when type == typeof(int) => 7,
            _ when type == typeof(long) => 7L,
            _ when type == typeof(decimal) => 7m,
            _ when type == typeof(DataValue) => (DataValue)"text",
            _ when type == typeof(DateTimeOffset) => Some.Now,
            _ when type == typeof(TimeSpan) => TimeSpan.FromSeconds(7),
            _ when type == typeof(Condition) => Condition.Count("login", Comparison.AtLeast, 1),
            _ when type == typeof(NewReward) => NewRewardWithAll(),
            _ when type == typeof(Func<CancellationToken, Task<string>>) => (Func<CancellationToken, Task<string>>)(_ => Task.FromResult("123456")),
            _ when type == typeof(Func<Task>) => null,
            _ when type == typeof(Owner) => Owner.User(Id),
            _ when type == typeof(object) => new { a = 1 },
            { IsEnum: true } => Enum.GetValues(type).GetValue(1),
            { IsGenericType: true } when type.GetGenericTypeDefinition() == typeof(Optional<>) => Activator.CreateInstance(type, Of(type.GetGenericArguments()[0])),
            { IsGenericType: true } when type.GetGenericArguments() is [var item] => ListOf(item),
            { IsGenericType: true } when type.GetGenericArguments() is [var key, var value] => DictionaryOf(key, value),
            _ => Filled(type),
        };
    }

    private static Array ListOf(Type item)
    {
        var list = Array.CreateInstance(item, 1);
        list.SetValue(Of(item), 0);
        return list;
    }

    private static object DictionaryOf(Type key, Type value)
    {
        var dictionary = (System.Collections.IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(key, value))!;
        dictionary.Add(Of(key)!, Of(value));
        return dictionary;
    }

    private static object Filled(Type type)
    {
        var constructor = type.GetConstructors().OrderByDescending(one => one.GetParameters().Length).First();
        return Fill(constructor.Invoke([.. constructor.GetParameters().Select(parameter => Of(parameter.ParameterType))]));
    }

    /// <summary>Of all kinds at once, which no kind has: what is compared is which fields there are.</summary>
    private static object NewRewardWithAll() => Fill(NewReward.Points("text", 7) with { });

    private static object Fill(object made)
    {
        foreach (var property in made.GetType().GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(property => property is { CanWrite: true } && property.GetMethod is { IsPrivate: false } && property.Name != "EqualityContract"))
        {
            property.SetValue(made, Of(property.PropertyType));
        }

        return made;
    }
}
