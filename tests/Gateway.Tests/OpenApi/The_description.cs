using System.Net;
using Contracts;
using Contracts.Rewards;
using Contracts.Users;
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
            (operation.GetProperty("security").GetArrayLength() > 0).ShouldBe(row.Cells[0] is "401" or "key", row.Route);
            operation.GetProperty("description").GetString().ShouldNotBeNullOrWhiteSpace(row.Route);
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
    public async Task Has_a_schema_for_each_kind_of_reward()
    {
        var schemas = (await Document()).GetProperty("components").GetProperty("schemas");
        foreach (var (whole, kind) in ((string, string)[])[("RewardResponse", "{0}Reward"), ("AddRewardBody", "New{0}Reward")])
        {
            var discriminator = schemas.GetProperty(whole).GetProperty("discriminator");
            discriminator.GetProperty("propertyName").GetString().ShouldBe("type");
            schemas.GetProperty(whole).GetProperty("oneOf").GetArrayLength().ShouldBe(Enum.GetValues<RewardType>().Length);
            foreach (var type in Enum.GetValues<RewardType>())
            {
                var name = kind.Replace("{0}", type.ToString(), StringComparison.Ordinal);
                discriminator.GetProperty("mapping").GetProperty(type.ToString().ToUpperInvariant()).GetString().ShouldEndWith($"/{name}");
                schemas.GetProperty(name).GetProperty("properties").GetProperty("type").GetProperty("enum")[0].GetString().ShouldBe(type.ToString().ToUpperInvariant());
            }
        }

        schemas.GetProperty("NewPointReward").GetProperty("required").EnumerateArray().Select(field => field.GetString()).ShouldBe(["type", "name", "points"], ignoreOrder: true);
        schemas.GetProperty("NewPointReward").GetProperty("properties").TryGetProperty("badgeId", out _).ShouldBeFalse();
    }

    /// <summary>Each can be sent as it stands.</summary>
    [Fact]
    public async Task Has_examples_that_are_taken()
    {
        Services.RefuseAll(Codes.NotFound);
        var caller = await Gateway.SignedIn(Role.User, Role.Admin);
        var document = await Document();
        var answered = 0;
        foreach (var row in RoleTable.Api)
        {
            var operation = document.GetProperty("paths").GetProperty(row.Pattern.Replace(":guid", "", StringComparison.Ordinal)).GetProperty(row.Method.ToLowerInvariant());
            answered += operation.GetProperty("responses").EnumerateObject().Count(response => response.Name[0] == '2' && HasExample(response.Value));
            if (operation.TryGetProperty("requestBody", out var body) && row.Cells[0] != "key")
            {
                HasExample(body).ShouldBeTrue(row.Route);
                var answer = await caller.Send(row.Method, row.Path, body.GetProperty("content").GetProperty("application/json").GetProperty("example").GetRawText());
                answer.StatusCode.ShouldNotBe(HttpStatusCode.BadRequest, $"{row.Route}: {await answer.Content.ReadAsStringAsync()}");
            }
        }

        answered.ShouldBeGreaterThan(60);

        static bool HasExample(System.Text.Json.JsonElement of) =>
            of.TryGetProperty("content", out var content) && content.TryGetProperty("application/json", out var json) && json.TryGetProperty("example", out _);
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
