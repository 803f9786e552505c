using System.Net;
using Gateway.Tests.Hosting;
using Gateway.Tests.Security;

namespace Gateway.Tests.OpenApi;

public sealed class The_description(RunningGateway gateway) : GatewayTests(gateway)
{
    [Fact]
    public async Task Lists_every_route_without_the_prefix()
    {
        var document = await Document();

        var described = document.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(operation => $"{operation.Name.ToUpperInvariant()} {path.Name}"));

        described.Order(StringComparer.Ordinal).ShouldBe(
            RoleTable.Api.Select(row => row.Route.Replace(":guid", "", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        document.GetProperty("servers")[0].GetProperty("url").GetString().ShouldBe("/api/v1");
    }

    [Fact]
    public async Task Says_who_must_sign_in_and_how()
    {
        var document = await Document();

        document.GetProperty("components").GetProperty("securitySchemes").GetProperty("bearer").GetProperty("bearerFormat").GetString().ShouldBe("JWT");
        foreach (var row in RoleTable.Api)
        {
            var operation = document.GetProperty("paths").GetProperty(row.Pattern.Replace(":guid", "", StringComparison.Ordinal)).GetProperty(row.Method.ToLowerInvariant());
            operation.TryGetProperty("security", out _).ShouldBe(row.Cells[0] is "401" or "key", row.Route);
        }
    }

    [Fact]
    public async Task Says_with_which_problems_a_route_answers()
    {
        var operation = (await Document()).GetProperty("paths").GetProperty("/events/{id}/request").GetProperty("post");

        operation.GetProperty("responses").Names().ShouldBe(["201", "400", "401", "403", "404", "409", "413", "422", "429", "503", "504"], ignoreOrder: true);
        var conflict = operation.GetProperty("responses").GetProperty("409");
        conflict.GetProperty("description").GetString()!.ShouldContain("ALREADY_REQUESTED");
        conflict.GetProperty("content").Names().ShouldBe(["application/problem+json"]);
        operation.GetProperty("parameters").EnumerateArray().Select(parameter => parameter.GetProperty("name").GetString()).ShouldContain("Idempotency-Key");
    }

    [Fact]
    public async Task Says_what_texts_stand_for()
    {
        var schemas = (await Document()).GetProperty("components").GetProperty("schemas");

        var body = schemas.GetProperty("CreateEventBody");
        body.GetProperty("properties").GetProperty("periodStart").GetProperty("format").GetString().ShouldBe("date-time");
        body.GetProperty("properties").GetProperty("approval").GetProperty("enum").EnumerateArray().Select(word => word.GetString()).ShouldBe(["AUTO", "MANUAL"]);
        body.GetProperty("required").EnumerateArray().Select(field => field.GetString()).ShouldBe(["name", "periodStart"]);
    }

    [Fact]
    public async Task Has_a_page_for_people()
    {
        var page = await Gateway.Anonymous().GetAsync("/docs/index.html");

        page.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await page.Content.ReadAsStringAsync()).ShouldContain("swagger-ui");
        (await Gateway.Anonymous().GetStringAsync("/docs/index.js")).ShouldContain("/openapi/v1.json");
        (await Gateway.Anonymous().GetAsync("/docs")).StatusCode.ShouldBe(HttpStatusCode.MovedPermanently);
    }

    private Task<System.Text.Json.JsonElement> Document() => Gateway.Anonymous().GetAsync("/openapi/v1.json").Json(HttpStatusCode.OK);
}
