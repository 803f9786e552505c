using Faults;

namespace Flow.Tests.Faults;

public sealed class What_the_faults_are_told
{
    [Theory]
    [InlineData("--rounds 4 --seed 100")]
    [InlineData("--rounds 6 --seed 1 --embedded")]
    [InlineData("--embedded --disk 64")]
    [InlineData("--instances 2 --beside ../before")]
    public void Is_what_the_documentation_says(string arguments) => FaultsCommand.Create().Parse(arguments).Errors.ShouldBeEmpty();

    [Theory]
    [InlineData("--embedded --instances 2")]
    [InlineData("--embedded --beside ../before")]
    [InlineData("--disk 64")]
    public void Is_refused_where_it_means_nothing(string arguments) =>
        FaultsCommand.Create().Parse(arguments).Errors.ShouldHaveSingleItem().Message.ShouldContain("--disk is of --embedded");
}
