using System.Text.Json;
using CampaignService.Platforms;
using Contracts;
using Hosting.Networks;

namespace CampaignService.Tests.Platforms;

public sealed class Schemas_of_inputs
{
    private static readonly OutboundTargets Public = new(AllowPrivateNetworks: false);
    private static readonly HttpPlatform Http = new(Public, new HttpCampaigns(Public, new OutboundConnections(Public, System.Net.Dns.GetHostAddressesAsync), TimeProvider.System));

    [Theory]
    [InlineData("""{"baseUrl":"https://ads.example.com/v1"}""", "")]
    [InlineData("""{}""", "settings.baseUrl: is required.")]
    [InlineData("""{"baseUrl":7}""", "settings.baseUrl: is \"string\", not \"integer\".")]
    [InlineData("""{"baseUrl":""}""", "settings.baseUrl: has at least 1 characters.")]
    [InlineData("""{"baseUrl":"https://ads.example.com","more":1}""", "settings.more: is not a known field.")]
    [InlineData("""{"baseUrl":"not a url"}""", "settings.baseUrl: is no text of the format \"uri\".")]
    [InlineData("""{"baseUrl":"http://ads.example.com"}""", "settings.baseUrl: starts with https://.")]
    [InlineData("""{"baseUrl":"https://127.0.0.1/"}""", "settings.baseUrl: names no loopback, link-local, private or reserved address.")]
    [InlineData("""{"baseUrl":"https://ads.example.com/?a=b"}""", "settings.baseUrl: has no query.")]
    public void Say_what_is_wrong_by_field(string settings, string faults)
    {
        var found = new FieldFaults();

        if (Http.Settings.Check(Json(settings), "settings", found))
        {
            Http.Check(Json(settings), found);
        }

        (found.Found.Count == 0 ? [""] : found.Found.Select(fault => $"{fault.Field}: {fault.Sentence}")).ShouldContain(faults);
    }

    [Theory]
    [InlineData("abc-DEF_123~", true)]
    [InlineData("with blank", false)]
    [InlineData("ends with a line\n", false)]
    [InlineData("a\r\nX-Header: b", false)]
    [InlineData("ümlaut", false)]
    public void Let_no_token_pass_that_would_not_be_one_header(string token, bool passes) =>
        Http.Credentials.Check(JsonSerializer.SerializeToElement(new { token }), "credentials", new FieldFaults()).ShouldBe(passes);

    [Fact]
    public void Tell_some_of_very_many_faults_and_no_name_in_full_that_is_very_long()
    {
        var faults = new FieldFaults();
        var settings = Enumerable.Range(0, 1000).ToDictionary(n => $"{n}{new string('x', 1000)}", n => n);

        Http.Settings.Check(JsonSerializer.SerializeToElement(settings), "settings", faults).ShouldBeFalse();

        faults.Found.Count.ShouldBeInRange(1, 20);
        faults.Found.ShouldAllBe(fault => fault.Field.Length <= 101);
    }

    [Fact]
    public void Never_quote_what_was_given()
    {
        foreach (var credentials in new[] { """{"token":"s3cr3t value"}""", """{"token":["s3cr3t"]}""", """{"token":{"s":"s3cr3t"}}""" })
        {
            var faults = new FieldFaults();
            Http.Credentials.Check(Json(credentials), "credentials", faults).ShouldBeFalse();
            faults.Found.ShouldNotBeEmpty();
            faults.Found.ShouldAllBe(fault => !fault.Field.Contains("s3cr3t", StringComparison.Ordinal) && !fault.Sentence.Contains("s3cr3t", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("""{"properties":{"a":{"const":"x"}}}""", """{"a":"s3cr3t"}""")]
    [InlineData("""{"properties":{"a":{"multipleOf":7}}}""", """{"a":5151}""")]
    [InlineData("""{"properties":{"a":{"exclusiveMinimum":9999}}}""", """{"a":5151}""")]
    [InlineData("""{"properties":{"a":{"uniqueItems":true}}}""", """{"a":["s3cr3t","s3cr3t"]}""")]
    [InlineData("""{"maxProperties":0}""", """{"a":"s3cr3t"}""")]
    public void Of_any_keyword_quote_nothing(string schema, string given)
    {
        var faults = new FieldFaults();

        InputSchema.Parse(schema).Check(Json(given), "credentials", faults).ShouldBeFalse();

        faults.Found.Select(fault => fault.Sentence).Distinct().ShouldBe(["does not match its schema."]);
    }

    private static JsonElement Json(string text) => JsonSerializer.Deserialize<JsonElement>(text);
}
