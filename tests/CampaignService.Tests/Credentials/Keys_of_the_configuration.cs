using CampaignService.Credentials;
using Hosting.Configuration;
using Microsoft.Extensions.Configuration;

namespace CampaignService.Tests.Credentials;

public sealed class Keys_of_the_configuration
{
    private static readonly string Good = Convert.ToBase64String(new byte[32]);

    [Fact]
    public void The_last_is_the_newest_by_its_number()
    {
        var keys = From([.. Enumerable.Range(0, 12).Select(n => ($"Credentials:Keys:{n}", $"key-{n}:{Good}"))]);

        keys.Newest.Id.ShouldBe("key-11");
        keys.Ids.ShouldBe(Enumerable.Range(0, 12).Select(n => $"key-{n}"), ignoreOrder: true);
        keys.Find("key-3").ShouldNotBeNull();
        keys.Find("key-12").ShouldBeNull();
    }

    [Fact]
    public void Without_one_the_host_does_not_start() =>
        Should.Throw<ConfigurationException>(() => From()).Message.ShouldStartWith("Configuration: Credentials__Keys__0 is missing");

    [Theory]
    [InlineData("no-colon")]
    [InlineData(":AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("with blank:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("short:AAAA")]
    [InlineData("first:not base64")]
    public void One_that_is_wrong_is_named_and_not_shown(string value)
    {
        var fault = Should.Throw<ConfigurationException>(() => From(("Credentials:Keys:0", value))).Message;

        fault.ShouldStartWith("Configuration: Credentials__Keys__0 is not a name");
        fault.ShouldNotContain("AAAA");
    }

    [Fact]
    public void Two_of_one_name_are_refused() =>
        Should.Throw<ConfigurationException>(() => From(("Credentials:Keys:0", $"a:{Good}"), ("Credentials:Keys:1", $"a:{Good}"))).Message.ShouldContain("two keys with the name a");

    private static CredentialKeys From(params (string Key, string Value)[] settings) => CredentialKeys.From(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))).Build());
}
