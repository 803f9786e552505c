using System.Text.Json;
using OperatorsConsole.Connections;

namespace OperatorsConsole.Tests.Connections;

public sealed class What_a_schema_asks_for
{
    private static readonly JsonElement Schema = JsonSerializer.Deserialize<JsonElement>(
        """
        {
          "type": "object",
          "properties": {
            "baseUrl": {"type": "string", "format": "uri", "minLength": 1, "maxLength": 2048, "title": "Base URL"},
            "region": {"type": "string", "enum": ["eu", "us"]},
            "limit": {"type": "integer"},
            "sandbox": {"type": "boolean"},
            "labels": {"type": "array"}
          },
          "required": ["baseUrl", "region"]
        }
        """);

    [Fact]
    public void Is_a_field_each()
    {
        var fields = SchemaInput.Of(Schema).Fields;

        fields.Select(field => (field.Name, field.Title, field.Kind, field.IsRequired)).ShouldBe(
        [
            ("baseUrl", "Base URL", SchemaFieldKind.Address, true),
            ("region", "region", SchemaFieldKind.Choice, true),
            ("limit", "limit", SchemaFieldKind.Number, false),
            ("sandbox", "sandbox", SchemaFieldKind.Truth, false),
            ("labels", "labels", SchemaFieldKind.Json, false),
        ]);
        (fields[0].Least, fields[0].Most).ShouldBe((1, 2048));
        fields[1].Choices.ShouldBe(["eu", "us"]);
    }

    [Fact]
    public void Is_sent_as_its_type_and_left_out_where_it_is_empty()
    {
        var input = SchemaInput.Of(Schema);
        Fill(input, "baseUrl", "https://ads.example.com");
        Fill(input, "region", "eu");
        Fill(input, "limit", "12");
        Fill(input, "sandbox", "false");

        JsonSerializer.Serialize(input.Read()).ShouldBe("""{"baseUrl":"https://ads.example.com","region":"eu","limit":12,"sandbox":false}""");
    }

    [Fact]
    public void Is_judged_by_the_API_alone()
    {
        var input = SchemaInput.Of(Schema);
        Fill(input, "limit", "many");
        Fill(input, "labels", "[1,");

        JsonSerializer.Serialize(input.Read()).ShouldBe("""{"limit":"many","labels":"[1,"}""");
    }

    [Fact]
    public void Is_filled_with_what_was_given_before_and_loses_nothing_of_it()
    {
        var given = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>("""{"baseUrl":"https://a.example","limit":3,"older":{"a":1}}""");

        var input = SchemaInput.Of(Schema, given);
        Fill(input, "limit", "4");

        input.Read()["baseUrl"].GetString().ShouldBe("https://a.example");
        input.Read()["limit"].GetInt32().ShouldBe(4);
        input.Read()["older"].GetRawText().ShouldBe("""{"a":1}""");
    }

    [Theory]
    [InlineData("http/acme/c-7", "http", "acme", "c-7")]
    [InlineData(" http/acme/c/7 ", "http", "acme", "c/7")]
    public void A_campaign_is_written_with_its_platform_and_account(string text, string platform, string account, string campaign)
    {
        CampaignWords.Parse(text).ShouldBe(new CampaignReference(platform, account, campaign));
        CampaignWords.Of(CampaignWords.Parse(text)!).ShouldBe(text.Trim());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("http/acme")]
    [InlineData("http//c")]
    public void What_names_no_campaign_is_none(string? text) => CampaignWords.Parse(text).ShouldBeNull();

    private static void Fill(SchemaInput input, string name, string text) => input[input.Fields.Single(field => field.Name == name)] = text;
}
