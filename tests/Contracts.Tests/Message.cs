using System.Reflection;
using Contracts.Rewards;

namespace Contracts.Tests;

/// <summary>The records of Contracts, and how they look in text.</summary>
internal static class Message
{
    private static readonly NullabilityInfoContext Nullability = new();

    private static readonly string[] Verbs =
    [
        "Accept", "Add", "Approve", "Archive", "Begin", "Cancel", "Change", "Check", "Close", "Confirm", "Connect", "Continue", "Create", "Decline", "Define", "Delete", "Deliver", "Disconnect", "Evaluate", "Find", "Forget", "Get", "Grant", "Invite", "Issue", "Join", "Leave", "List", "Log", "Rebuild", "Record", "Refresh", "Register",
        "Reject", "Release", "Remove", "Request", "Resend", "Reset", "Revoke", "Rewrap", "Rotate", "Send", "Verify",
    ];

    public static IReadOnlyList<Type> All { get; } = [.. typeof(Refused).Assembly.GetExportedTypes().Where(t => !IsVocabulary(t)).OrderBy(t => t.FullName, StringComparer.Ordinal)];

    public static IEnumerable<Type> Records => All.Where(t => !t.IsEnum && !t.IsAbstract);

    /// <summary>The records of which one stands where their base is named.</summary>
    public static IEnumerable<Type> KindsOf(Type type) => All.Where(t => t.IsSealed && t.BaseType == type);

    /// <summary>What asks for something: verb and noun. An event ends as a participle does.</summary>
    public static IEnumerable<Type> Commands => Records.Where(t => FirstWord(t.Name) is var verb && Verbs.Contains(verb) && !t.Name.EndsWith("ed", StringComparison.Ordinal));

    public static ParameterInfo[] FieldsOf(Type record) => record.GetConstructors().Single().GetParameters();

    public static bool MayBeMissing(ParameterInfo field) =>
        field.HasDefaultValue || Nullable.GetUnderlyingType(field.ParameterType) is not null || Nullability.Create(field).WriteState == NullabilityState.Nullable;

    /// <summary>A line for the type and one for each field or value.</summary>
    public static IReadOnlyList<string> Describe(Type type) =>
        type.IsEnum ? [$"{type.FullName}: enum", .. Enum.GetNames(type).Select(name => $"    {name}")]
        : type.IsAbstract ? [$"{type.FullName}: one of", .. KindsOf(type).Select(kind => $"    {kind.Name}")]
        : [type.FullName!, .. FieldsOf(type).Select(field => $"    {field.Name}: {NameOf(field.ParameterType)}{(MayBeMissing(field) ? "?" : "")}")];

    /// <summary>Constants and sealed codes, which are sent as the text that they are, rules, and what they find.</summary>
    private static bool IsVocabulary(Type type) =>
        type is { IsAbstract: true, IsSealed: true } or { IsInterface: true } || type == typeof(FieldFaults) || type == typeof(SealedCode);

    private static string FirstWord(string name) => name[..(name.Skip(1).TakeWhile(char.IsLower).Count() + 1)];

    private static string NameOf(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type.IsGenericType
            ? $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", type.GetGenericArguments().Select(NameOf))}>"
            : type.IsArray ? $"{NameOf(type.GetElementType()!)}[]" : type.Name;
    }
}
