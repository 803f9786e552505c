using Hosting.Configuration;
using Microsoft.Extensions.Configuration;
using OperatorsConsole.Api;

namespace OperatorsConsole.Tests.Sessions;

public sealed class Where_the_API_is
{
    [Theory]
    [InlineData(null, true)]
    [InlineData("", true)]
    [InlineData("nowhere", true)]
    [InlineData("ftp://127.0.0.1", false)]
    public void A_host_that_is_not_told_does_not_start(string? address, bool isAlone) =>
        Should.Throw<ConfigurationException>(() => ApiAddress.From(With(address), isAlone)).Message.ShouldContain("Console__ApiUrl");

    [Fact]
    public void A_host_with_an_API_of_its_own_asks_itself() => Should.NotThrow(() => ApiAddress.From(With(null), isAlone: false));

    private static IConfiguration With(string? address) => new ConfigurationBuilder().AddInMemoryCollection([new("Console:ApiUrl", address)]).Build();
}
