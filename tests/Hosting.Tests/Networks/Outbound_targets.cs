using System.Net;
using Hosting.Networks;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Hosting.Tests.Networks;

public sealed class Outbound_targets
{
    private static readonly OutboundTargets Strict = new(AllowPrivateNetworks: false);
    private static readonly OutboundTargets Lenient = new(AllowPrivateNetworks: true);

    /// <summary>First and last address of each range that is not the internet, and what is next to it.</summary>
    [Theory]
    [InlineData("0.0.0.0", false)]
    [InlineData("0.255.255.255", false)]
    [InlineData("1.1.1.1", true)]
    [InlineData("9.255.255.255", true)]
    [InlineData("10.0.0.0", false)]
    [InlineData("10.255.255.255", false)]
    [InlineData("11.0.0.0", true)]
    [InlineData("100.63.255.255", true)]
    [InlineData("100.64.0.0", false)]
    [InlineData("100.100.100.200", false)]
    [InlineData("100.127.255.255", false)]
    [InlineData("100.128.0.0", true)]
    [InlineData("126.255.255.255", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("127.255.255.254", false)]
    [InlineData("128.0.0.0", true)]
    [InlineData("168.63.129.15", true)]
    [InlineData("168.63.129.16", false)]
    [InlineData("169.253.255.255", true)]
    [InlineData("169.254.0.0", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("169.255.0.0", true)]
    [InlineData("172.15.255.255", true)]
    [InlineData("172.16.0.0", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("172.32.0.0", true)]
    [InlineData("192.0.0.192", false)]
    [InlineData("192.0.1.0", true)]
    [InlineData("192.0.2.1", false)]
    [InlineData("192.88.99.1", false)]
    [InlineData("192.167.255.255", true)]
    [InlineData("192.168.0.0", false)]
    [InlineData("192.168.255.255", false)]
    [InlineData("192.169.0.0", true)]
    [InlineData("198.17.255.255", true)]
    [InlineData("198.18.0.0", false)]
    [InlineData("198.19.255.255", false)]
    [InlineData("198.20.0.0", true)]
    [InlineData("198.51.100.7", false)]
    [InlineData("203.0.113.7", false)]
    [InlineData("223.255.255.255", true)]
    [InlineData("224.0.0.1", false)]
    [InlineData("239.255.255.255", false)]
    [InlineData("240.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::", false)]
    [InlineData("::1", false)]
    [InlineData("::8.8.8.8", false)]
    [InlineData("::ffff:8.8.8.8", true)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("::ffff:10.1.2.3", false)]
    [InlineData("::ffff:a9fe:a9fe", false)]
    [InlineData("64:ff9b::8.8.8.8", true)]
    [InlineData("64:ff9b::10.0.0.1", false)]
    [InlineData("64:ff9b::169.254.169.254", false)]
    [InlineData("64:ff9b:1::8.8.8.8", false)]
    [InlineData("100::1", false)]
    [InlineData("2000::1", true)]
    [InlineData("2001::1", false)]
    [InlineData("2001:0:4136:e378:8000:63bf:3fff:fdd2", false)]
    [InlineData("2001:1ff:ffff::1", false)]
    [InlineData("2001:200::1", true)]
    [InlineData("2001:db8::1", false)]
    [InlineData("2001:4860:4860::8888", true)]
    [InlineData("2002:7f00:1::", false)]
    [InlineData("2606:4700:4700::1111", true)]
    [InlineData("3fff::1", false)]
    [InlineData("4000::1", false)]
    [InlineData("5f00::1", false)]
    [InlineData("fc00::1", false)]
    [InlineData("fd00:ec2::254", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fec0::1", false)]
    [InlineData("ff02::1", false)]
    public void An_address_is_connected_to_only_if_it_is_of_the_internet(string address, bool isAllowed)
    {
        Strict.Allow(IPAddress.Parse(address)).ShouldBe(isAllowed);
        Lenient.Allow(IPAddress.Parse(address)).ShouldBeTrue();
    }

    [Theory]
    [InlineData("https://shop.example/grants?x=1")]
    [InlineData("https://shop.example:8443/")]
    [InlineData("https://8.8.8.8/")]
    [InlineData("https://[2606:4700:4700::1111]/")]
    [InlineData("https://localhost.example/")]
    [InlineData("HTTPS://Shop.Example:443?x=1")]
    [InlineData("https://8.8.8.8.example/")]
    [InlineData("https://my_service.internal-1.example/")]
    [InlineData("https://xn--bcher-kva.example/bücher")]
    public void A_URL_of_the_internet_has_no_fault(string url) => Strict.FaultOf(url).ShouldBeNull();

    [Theory]
    [InlineData("")]
    [InlineData("/grants")]
    [InlineData("shop.example")]
    [InlineData("ftp://shop.example/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("https://user@shop.example/")]
    [InlineData("https://shop.example/#part")]
    [InlineData(" https://shop.example/")]
    [InlineData("https://shop.example/a b")]
    [InlineData("https://shop.example/\n")]
    [InlineData("https://①②⑦.⓪.⓪.①/")]
    [InlineData("https://１２７.0.0.1/")]
    [InlineData("https://127。0。0。1/")]
    [InlineData("https://ｌocalhost/")]
    [InlineData("https://bücher.example/")]
    [InlineData("https://2130706433/")]
    [InlineData("https://134744072/")]
    [InlineData("https://0x7f000001/")]
    [InlineData("https://0x7f.1/")]
    [InlineData("https://0x8.8.8.8/")]
    [InlineData("https://0177.0.0.1/")]
    [InlineData("https://010.8.8.8/")]
    [InlineData("https://127.1/")]
    [InlineData("https://8.8.2056/")]
    [InlineData("https://0/")]
    [InlineData("https://999999999999/")]
    [InlineData("https://256.1.1.1/")]
    [InlineData("https://1.2.3.4.5/")]
    [InlineData("https://shop.0x1/")]
    [InlineData("https://8.8.8.8./")]
    [InlineData("https://shop.example./")]
    [InlineData("https://LOCALHOST./")]
    [InlineData("https://[::ffff:127.0.0.1]/")]
    [InlineData("https://[::ffff:8.8.8.8]/")]
    [InlineData("https://[0:0:0:0:0:0:0:1]/")]
    [InlineData("https://[2606:4700:4700:0::1111]/")]
    [InlineData("https://[fe80::1%25eth0]/")]
    [InlineData("https://%38.8.8.8/")]
    [InlineData("https://shop%2eexample/")]
    [InlineData("https://-shop.example/")]
    [InlineData("https://a..b/")]
    [InlineData("https://.../")]
    [InlineData("https:8.8.8.8/")]
    [InlineData("https:\\\\8.8.8.8/")]
    public void A_URL_of_another_form_is_a_fault_everywhere(string url)
    {
        Strict.FaultOf(url).ShouldNotBeNull();
        Lenient.FaultOf(url).ShouldNotBeNull();
    }

    [Theory]
    [InlineData("http://shop.example/")]
    [InlineData("https://localhost/")]
    [InlineData("https://db.localhost/")]
    [InlineData("https://127.0.0.1/")]
    [InlineData("https://[::1]/")]
    [InlineData("https://10.0.0.1:8443/")]
    public void A_URL_of_a_private_network_is_a_fault_unless_these_are_allowed(string url)
    {
        Strict.FaultOf(url).ShouldNotBeNull();
        Lenient.FaultOf(url).ShouldBeNull();
    }

    [Theory]
    [InlineData("https://xn--/")]
    [InlineData("https://xn--a-ecp.ru/")]
    [InlineData("https://a..b/")]
    [InlineData("https://.../")]
    [InlineData("https://[::1/")]
    [InlineData("https://[v1.a]/")]
    [InlineData("https://ß\u200d.example/")]
    [InlineData("https://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example/")]
    [InlineData("https://\ud800.example/")]
    public void An_odd_URL_is_judged(string url) => Should.NotThrow(() => (Strict.FaultOf(url), Lenient.FaultOf(url)));

    [Fact]
    public void A_URL_of_more_than_2048_characters_is_a_fault() => Lenient.FaultOf("https://shop.example/" + new string('a', 2048)).ShouldNotBeNull();

    [Fact]
    public void Each_section_has_its_own()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration["Campaigns:AllowPrivateNetworks"] = "true";
        builder.AddOutboundTargets("Delivery");
        builder.AddOutboundTargets("Campaigns");

        var services = builder.Services.BuildServiceProvider();

        services.GetRequiredKeyedService<OutboundTargets>("Delivery").ShouldBe(Strict);
        services.GetRequiredKeyedService<OutboundTargets>("Campaigns").ShouldBe(Lenient);
    }
}
