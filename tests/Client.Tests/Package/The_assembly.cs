using System.Reflection;
using System.Runtime.CompilerServices;

namespace Client.Tests.Package;

public sealed class The_assembly
{
    /// <summary>A client like any other has nothing of this repository.</summary>
    [Fact]
    public void References_packages_alone() => typeof(MessagingClient).Assembly.GetReferencedAssemblies()
        .Select(reference => reference.Name!)
        .Where(name => !name.StartsWith("System.", StringComparison.Ordinal) && !name.StartsWith("Microsoft.", StringComparison.Ordinal))
        .ShouldBeEmpty();

    /// <summary>What is logged is seen by many.</summary>
    [Fact]
    public void Prints_no_secret()
    {
        var printed = Records()
            .Select(type => (type, secrets: type.GetProperties(Everything).Where(IsSecret).ToList()))
            .Where(each => each.secrets.Count > 0)
            .Select(each => (each.type, text: Printed(each.type, each.secrets)))
            .ToList();

        printed.Select(each => each.type).ShouldContain(typeof(CouponReward));
        printed.Count.ShouldBeGreaterThan(10);
        printed.Where(each => each.text.Contains(Secret, StringComparison.Ordinal)).Select(each => each.type.Name).ShouldBeEmpty();
    }

    private const string Secret = "said-to-nobody";
    private const BindingFlags Everything = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private static IEnumerable<Type> Records() => typeof(MessagingClient).Assembly.GetExportedTypes()
        .Where(type => type is { IsClass: true, IsAbstract: false, ContainsGenericParameters: false } && type.GetMethod("<Clone>$") is not null);

    /// <summary>The key of an activity is a name, and the code of a decision a word.</summary>
    private static bool IsSecret(PropertyInfo property) => property.PropertyType == typeof(string)
        && property.DeclaringType != typeof(Activity) && property.DeclaringType != typeof(DecisionResult)
        && ((string[])["Token", "Secret", "Key", "Code", "Credential", "Password", "OtpauthUri"]).Any(word => property.Name.EndsWith(word, StringComparison.Ordinal));

    private static string Printed(Type type, IReadOnlyList<PropertyInfo> secrets)
    {
        var record = Empty(type);
        foreach (var secret in secrets)
        {
            FieldOf(secret)!.SetValue(record, Secret);
        }

        return $"{record}";
    }

    private static object Empty(Type type)
    {
        var record = RuntimeHelpers.GetUninitializedObject(type);
        foreach (var nested in type.GetProperties(Everything).Where(property => Records().Contains(property.PropertyType) && property.PropertyType != type))
        {
            FieldOf(nested)?.SetValue(record, Empty(nested.PropertyType));
        }

        return record;
    }

    private static FieldInfo? FieldOf(PropertyInfo property) => property.DeclaringType!.GetField($"<{property.Name}>k__BackingField", Everything);

    /// <summary>Whoever waits for an answer can stop waiting.</summary>
    [Fact]
    public void Has_no_call_that_cannot_be_cancelled() => typeof(MessagingClient).Assembly.GetExportedTypes()
        .SelectMany(type => type.GetMethods())
        .Where(method => method.ReturnType.IsAssignableTo(typeof(Task)) && method.DeclaringType!.Assembly == typeof(MessagingClient).Assembly)
        .Where(method => method.GetParameters().All(parameter => parameter.ParameterType != typeof(CancellationToken)))
        .Select(method => $"{method.DeclaringType!.Name}.{method.Name}")
        .ShouldBeEmpty();
}
