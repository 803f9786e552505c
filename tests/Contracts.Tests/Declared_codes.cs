using System.Reflection;
using System.Text.RegularExpressions;
using Contracts.Deliveries;
using Contracts.Requests;
using Contracts.Syncs;

namespace Contracts.Tests;

public sealed partial class Declared_codes
{
    /// <summary>Of what the collector of coverage adds to an assembly.</summary>
    private const string Collector = "COVERLET_";

    /// <summary>A variable of the framework's.</summary>
    private static readonly string[] NoCodes = ["ASPNETCORE_FORWARDEDHEADERS_ENABLED", "FORWARDEDHEADERS_ENABLED"];

    public static TheoryData<string> Assemblies => ["AuthService", "CampaignService", "Contracts", "EventService", "Gateway", "LiveService", "RewardWorker"];

    /// <summary>A code is known by its form: words in capitals, joined by underscores.</summary>
    [Theory]
    [MemberData(nameof(Assemblies))]
    public void A_service_writes_no_code_that_nobody_declared(string assembly) =>
        AssemblyTexts.Of(Assembly.Load(assembly))
            .Where(text => Form().IsMatch(text) && !text.StartsWith(Collector, StringComparison.Ordinal))
            .Except(Constants(typeof(Codes), typeof(Reasons), typeof(DeliveryErrors), typeof(SyncErrors)))
            .Except(NoCodes)
            .ShouldBeEmpty();

    [Theory]
    [InlineData(typeof(Codes))]
    [InlineData(typeof(Reasons))]
    [InlineData(typeof(DeliveryErrors))]
    [InlineData(typeof(SyncErrors))]
    public void A_code_is_declared_once_under_its_own_name(Type list) =>
        Fields(list).ShouldAllBe(field => ((string)field.GetRawConstantValue()!).Replace("_", "", StringComparison.Ordinal).Equals(field.Name, StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<string> Constants(params Type[] lists) => lists.SelectMany(Fields).Select(field => (string)field.GetRawConstantValue()!);

    private static FieldInfo[] Fields(Type list) => list.GetFields(BindingFlags.Public | BindingFlags.Static);

    [GeneratedRegex(@"\A[A-Z]+(_[A-Z]+)+\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Form();
}
