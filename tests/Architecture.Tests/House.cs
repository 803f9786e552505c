using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using Testing.Processes;
using Assembly = System.Reflection.Assembly;

namespace Architecture.Tests;

/// <summary>The two halves of the house, as they are compiled.</summary>
internal static class House
{
    public static IReadOnlyList<string> Services { get; } = ["AuthService", "CampaignService", "EventService", "Gateway", "LiveService", "RewardWorker"];

    public static IReadOnlyList<string> Product { get; } = ["Console", "Contracts", "Drills", "Platform", .. Services];

    public static IReadOnlyList<string> Kit { get; } =
        [.. Directory.GetFiles(Path.Combine(Repository.Root, "kit"), "*.csproj", SearchOption.AllDirectories).Select(project => Path.GetFileNameWithoutExtension(project))];

    private static readonly ArchUnitNET.Domain.Architecture Built = new ArchLoader().LoadAssemblies([.. Product.Concat(Kit).Select(Assembly.Load)]).Build();

    /// <summary>The types of these assemblies that somebody wrote: those that the compiler adds have no namespace of their own.</summary>
    public static IReadOnlyList<IType> Types(params IEnumerable<string> assemblies)
    {
        var names = assemblies.ToHashSet(StringComparer.Ordinal);
        return [.. Built.Types.Where(type => names.Contains(AssemblyOf(type)) && type.Namespace.FullName.Length > 0)];
    }

    public static string AssemblyOf(IType type) => type.Assembly.Name.Split(',')[0];

    /// <summary>The assemblies that one is compiled against and uses.</summary>
    public static IEnumerable<string> References(string assembly) => Assembly.Load(assembly).GetReferencedAssemblies().Select(reference => reference.Name!);

    /// <summary>What a type names that stands in this house, each once.</summary>
    public static IEnumerable<IType> Named(IType type) =>
        type.Dependencies.Select(dependency => dependency.Target).Distinct()
            .Where(target => target is { Assembly: not null, Namespace: not null } and not GenericParameter && Product.Concat(Kit).Contains(AssemblyOf(target)));
}
