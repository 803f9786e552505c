using ArchUnitNET.Domain;

namespace Architecture.Tests;

public sealed class The_house
{
    [Fact]
    public void Its_kit_names_no_contract_and_no_service() =>
        Names(House.Types(House.Kit), target => House.Product.Contains(House.AssemblyOf(target))).ShouldBeEmpty();

    /// <summary>Whoever speaks with the platform in .NET needs them, and not its bus.</summary>
    [Fact]
    public void Its_contracts_reference_nothing_but_the_names_of_messages() =>
        House.References("Contracts").Where(name => !name.StartsWith("System.", StringComparison.Ordinal) && name != "netstandard").Order().ShouldBe(["Messages", "Texts"]);

    /// <summary>What a reader of one must know of the other would be in both. A namespace and the one around it are one.</summary>
    [Fact]
    public void No_two_of_its_namespaces_name_each_other()
    {
        var named = House.Types([.. House.Product, .. House.Kit])
            .SelectMany(type => House.Named(type).Select(target => (From: type.Namespace.FullName, To: target.Namespace.FullName)))
            .Where(pair => pair.From != pair.To && !IsWithin(pair.From, pair.To) && !IsWithin(pair.To, pair.From))
            .ToHashSet();

        named.Where(pair => string.CompareOrdinal(pair.From, pair.To) < 0 && named.Contains((pair.To, pair.From)))
            .Select(pair => $"{pair.From} and {pair.To}")
            .ShouldBeEmpty();
    }

    [Fact]
    public void Its_services_name_each_other_nowhere() =>
        Names(House.Types(House.Services), target => House.Services.Contains(House.AssemblyOf(target)), elsewhere: true).ShouldBeEmpty();

    /// <summary>AddX, MapX and AddXConsumers.</summary>
    [Fact]
    public void Its_services_are_reached_through_their_extensions_alone() =>
        House.Types(House.Services)
            .Where(type => type.Visibility == Visibility.Public && !type.IsNested)
            .Select(type => type.FullName)
            .ShouldBe(House.Services.Select(service => $"{service}.{service}Extensions"), ignoreOrder: true);

    /// <summary>A client like any other.</summary>
    [Fact]
    public void Its_console_knows_of_the_platform_what_its_client_knows() =>
        Names(House.Types("Console"), target => House.Product.Contains(House.AssemblyOf(target)), elsewhere: true).ShouldBeEmpty();

    [Fact]
    public void Its_console_is_reached_through_its_extensions_alone() =>
        Names(House.Types([.. House.Product, .. House.Kit]), target => House.AssemblyOf(target) == "Console" && target.FullName != "OperatorsConsole.OperatorsConsoleExtensions", elsewhere: true)
            .ShouldBeEmpty();

    private static List<string> Names(IEnumerable<IType> types, Func<IType, bool> forbidden, bool elsewhere = false) =>
    [
        .. types.SelectMany(type => House.Named(type)
            .Where(target => forbidden(target) && !(elsewhere && House.AssemblyOf(target) == House.AssemblyOf(type)))
            .Select(target => $"{type.FullName} names {target.FullName}")).Order(StringComparer.Ordinal),
    ];

    private static bool IsWithin(string inner, string outer) => inner.StartsWith($"{outer}.", StringComparison.Ordinal);
}
