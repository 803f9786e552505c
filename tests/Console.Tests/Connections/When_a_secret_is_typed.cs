using System.Text.Json;
using Bunit;
using OperatorsConsole.Connections;

namespace OperatorsConsole.Tests.Connections;

public sealed class When_a_secret_is_typed : BunitContext
{
    private static readonly JsonElement Schema = JsonSerializer.Deserialize<JsonElement>(
        """{"properties": {"key": {"type": "object"}, "scopes": {"type": "array"}, "any": {}, "region": {"enum": ["eu", "us"]}, "pin": {"type": "integer"}, "token": {"type": "string"}}}""");

    [Fact]
    public void It_is_shown_by_no_field_of_any_type()
    {
        var form = Of(isSecret: true);

        form.FindAll("textarea, select").ShouldBeEmpty();
        form.FindAll("input").Select(input => input.GetAttribute("type")).ShouldBe(Enumerable.Repeat("password", 6));
        form.Find("p.quiet").TextContent.ShouldBe("One of: eu, us");
    }

    [Fact]
    public void What_is_none_is_shown()
    {
        var form = Of(isSecret: false);

        form.FindAll("textarea").Count.ShouldBe(3);
        form.FindAll("select").Count.ShouldBe(1);
    }

    private IRenderedComponent<SchemaForm> Of(bool isSecret) =>
        Render<SchemaForm>(form => form.Add(f => f.Input, SchemaInput.Of(Schema)).Add(f => f.Under, "credentials").Add(f => f.IsSecret, isSecret));
}
