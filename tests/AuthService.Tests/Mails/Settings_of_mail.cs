using AuthService.Mails;
using Hosting.Configuration;
using Microsoft.Extensions.Configuration;

namespace AuthService.Tests.Mails;

public sealed class Settings_of_mail
{
    [Theory]
    [InlineData("smtp://mail.example.com", "mail.example.com", 587, false, null, null, true)]
    [InlineData("smtp://mail.example.com:25", "mail.example.com", 25, false, null, null, true)]
    [InlineData("smtp://ada:p%40ss@mail.example.com", "mail.example.com", 587, false, "ada", "p@ss", true)]
    [InlineData("smtp://ada:p%40ss@127.0.0.1:2525", "127.0.0.1", 2525, false, "ada", "p@ss", false)]
    [InlineData("smtps://ada:x@mail.example.com/", "mail.example.com", 465, true, "ada", "x", true)]
    public void An_address_of_a_server_is_read(string text, string host, int port, bool implicitTls, string? user, string? password, bool requiresTls)
    {
        var server = Of(("Mail:Smtp", text), ("Mail:From", "a@example.com")).Smtp!;

        (server.Host, server.Port, server.ImplicitTls, server.User, server.Password, server.RequiresTls).ShouldBe((host, port, implicitTls, user, password, requiresTls));
    }

    [Theory]
    [InlineData("Mail:Smtp", "http://ada:zebra@mail.example.com")]
    [InlineData("Mail:Smtp", "mail.example.com:587 zebra")]
    [InlineData("Mail:Smtp", "smtp://zebra@mail.example.com")]
    [InlineData("Mail:Smtp", "smtp://ada:zebra@mail.example.com/path")]
    [InlineData("Mail:Smtp", "smtp://ada:change-me@mail.example.com")]
    [InlineData("Mail:From", "")]
    [InlineData("Mail:From", "nobody")]
    [InlineData("Mail:LinkBase", "/console")]
    [InlineData("Mail:LinkBase", "ftp://example.com")]
    [InlineData("Mail:LinkBase", "https://example.com/?a=b")]
    [InlineData("Mail:TimeoutSeconds", "0")]
    [InlineData("Mail:CertificateAuthorities", "/nowhere/authority.pem")]
    public void A_wrong_one_stops_the_host_and_is_named_without_a_secret(string key, string value)
    {
        var fault = Should.Throw<ConfigurationException>(() => Of(("Mail:Smtp", "smtp://mail.example.com"), ("Mail:From", "a@example.com"), (key, value)));

        fault.Message.ShouldContain(key.Replace(":", "__", StringComparison.Ordinal));
        fault.Message.ShouldNotContain("zebra");
    }

    [Fact]
    public void Without_any_mails_are_files_in_the_data_folder() =>
        Of(("Storage:Folder", "place")).ShouldSatisfyAllConditions(
            settings => settings.Smtp.ShouldBeNull(),
            settings => settings.Folder.ShouldBe(Path.Combine("place", "mail")),
            settings => settings.LinkBase.ShouldBeNull());

    private static MailSettings Of(params (string Key, string Value)[] settings) => MailSettings.Of(new ConfigurationBuilder()
        .AddInMemoryCollection(settings.GroupBy(s => s.Key).Select(same => KeyValuePair.Create(same.Key, (string?)same.Last().Value))).Build());
}
