using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Contracts;
using Contracts.Events;
using Contracts.Users;
using Gateway.Tests.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Problems;

public sealed class Faulty_requests(RunningGateway gateway) : GatewayTests(gateway)
{
    private const string Login = "/auth/login";

    [Fact]
    public async Task An_unknown_path_is_404() =>
        await Gateway.Anonymous().GetAsync("/nowhere").Problem(HttpStatusCode.NotFound, "NOT_FOUND");

    [Theory]
    [InlineData("GET", "/events/no-uuid")]
    [InlineData("GET", "/events/no-uuid/rewards")]
    [InlineData("POST", "/events/requests/123/approve")]
    [InlineData("GET", "/users/00000000-0000-0000-0000-00000000000g/wallet")]
    public async Task An_id_that_is_no_uuid_is_404(string method, string path) =>
        await (await Gateway.SignedIn(Role.Admin)).Send(method, path).Problem(HttpStatusCode.NotFound, "NOT_FOUND");

    [Theory]
    [InlineData("6f9619ff8b86d011b42d00c04fc964ff")]
    [InlineData("{6f9619ff-8b86-d011-b42d-00c04fc964ff}")]
    [InlineData("(6f9619ff-8b86-d011-b42d-00c04fc964ff)")]
    [InlineData("%206f9619ff-8b86-d011-b42d-00c04fc964ff")]
    [InlineData("0x9619ff-8b86-d011-b42d-00c04fc964ff")]
    public async Task Another_spelling_of_an_id_is_404_in_every_path_and_400_elsewhere(string spelling)
    {
        var client = await Gateway.SignedIn(Role.Admin, Role.User);
        var paths = Gateway.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(route => route.RoutePattern.Parameters.Any(parameter => parameter.ParameterPolicies.Any(policy => policy.Content == "guid")))
            .SelectMany(route => route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(method => (
                method, Path: string.Join('/', route.RoutePattern.PathSegments.Select(segment => segment.Parts[0] is RoutePatternLiteralPart part ? part.Content : spelling)))))
            .ToList();
        paths.Count.ShouldBeGreaterThan(20);

        foreach (var (method, path) in paths)
        {
            await client.Send(method, $"/{path}").Problem(HttpStatusCode.NotFound, "NOT_FOUND");
        }

        var text = Uri.UnescapeDataString(spelling);
        (await client.GetAsync($"/events/requests?eventId={spelling}").Faults()).ShouldBe(["eventId"]);
        (await client.Post($"/events/{Guid.NewGuid()}/evaluate", $$"""{"userId":"{{text}}"}""").Faults()).ShouldBe(["userId"]);
        (await client.Post("/events/requests/approve", $$"""{"ids":["{{text}}"]}""")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task What_answers_GET_answers_HEAD()
    {
        Services.On<GetEvent>(message => Some.Event(message.EventId));
        var client = await Gateway.SignedIn(Role.Admin, Role.User);
        var paths = Gateway.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(route => route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("GET") == true)
            .Select(route => string.Join('/', route.RoutePattern.PathSegments.Select(segment => segment.Parts[0] is RoutePatternLiteralPart part ? part.Content : Guid.Empty.ToString())))
            .ToList();
        paths.ShouldContain("health/live");

        foreach (var path in paths)
        {
            using var get = await client.SendAsync(new HttpRequestMessage(HttpMethod.Get, $"/{path}"), HttpCompletionOption.ResponseHeadersRead);
            var head = await client.Send("HEAD", $"/{path}");

            head.StatusCode.ShouldBe(get.StatusCode, path);
            head.Headers.ETag.ShouldBe(get.Headers.ETag, path);
            head.Content.Headers.ContentType.ShouldBe(get.Content.Headers.ContentType, path);
            (await head.Content.ReadAsByteArrayAsync()).ShouldBeEmpty(path);
        }
    }

    [Fact]
    public async Task Another_method_is_405_and_says_which_there_are()
    {
        var response = await Gateway.Anonymous().Send("DELETE", "/events");

        await response.Problem(HttpStatusCode.MethodNotAllowed, "METHOD_NOT_ALLOWED");
        response.Content.Headers.Allow.ShouldBe(["GET", "POST"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/xml")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json; charset=foo")]
    [InlineData("application/json; charset=utf-16")]
    public async Task Another_content_type_is_415(string contentType)
    {
        var content = new StringContent("{}", MediaTypeHeaderValue.Parse(contentType));

        await Gateway.Anonymous().PostAsync(Login, content).Problem(HttpStatusCode.UnsupportedMediaType, "UNSUPPORTED_MEDIA_TYPE");
    }

    [Theory]
    [InlineData("/auth/login", "gzip")]
    [InlineData("/activities", "br")]
    [InlineData("/events/requests/approve", "identity, gzip")]
    [InlineData("/events/00000000-0000-0000-0000-000000000001/request", "deflate")]
    public async Task A_content_encoding_is_415(string path, string coding)
    {
        var client = await Gateway.SignedIn(Role.Admin, Role.User);

        var answer = await client.Post(path, "{}", ("Content-Encoding", coding));

        await answer.Problem(HttpStatusCode.UnsupportedMediaType, "UNSUPPORTED_MEDIA_TYPE");
        answer.Headers.GetValues("Accept-Encoding").ShouldBe(["identity"]);
    }

    [Theory]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("application/json;charset=UTF-8")]
    [InlineData("application/json; charset=\"utf-8\"")]
    [InlineData("application/problem+json")]
    public async Task Json_is_taken_under_each_of_its_names(string contentType)
    {
        var content = new ByteArrayContent("{}"u8.ToArray());
        content.Headers.TryAddWithoutValidation("Content-Type", contentType).ShouldBeTrue();

        (await Gateway.Anonymous().PostAsync(Login, content).Faults()).ShouldBe(["email", "password"]);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("not json")]
    [InlineData("{\"email\":\"a@example.com\",}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    [InlineData("{\"email\":\"\\ud800\"}")]
    [InlineData("{\"email\":\"a\"} {\"email\":\"b\"}")]
    public async Task What_is_not_the_json_expected_is_400(string body) =>
        await Gateway.Anonymous().Post(Login, body).Problem(HttpStatusCode.BadRequest, "MALFORMED_JSON");

    [Fact]
    public async Task A_missing_body_is_400() =>
        await Gateway.Anonymous().PostAsync(Login, null).Problem(HttpStatusCode.BadRequest, "MALFORMED_JSON");

    [Fact]
    public async Task Bytes_that_are_no_utf8_are_400()
    {
        var content = new ByteArrayContent([.. "{\"email\":\""u8, 0xff, 0xfe, .. "\"}"u8]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");

        await Gateway.Anonymous().PostAsync(Login, content).Problem(HttpStatusCode.BadRequest, "MALFORMED_JSON");
    }

    [Theory]
    [InlineData("{\"email\":7}", "email")]
    [InlineData("{\"email\":{\"a\":1}}", "email")]
    public async Task A_wrong_type_is_named_by_its_path(string body, string field)
    {
        var problem = await Gateway.Anonymous().Post(Login, body).Problem(HttpStatusCode.BadRequest, "MALFORMED_JSON");

        problem.GetProperty("detail").GetString()!.ShouldContain($"$.{field}");
        problem.GetProperty("errors").Names().ShouldBe([field]);
        problem.GetProperty("detail").GetString()!.ShouldNotContain("System.");
    }

    [Fact]
    public async Task A_number_as_text_is_not_a_number() =>
        await (await Gateway.SignedIn(Role.Operator)).Post($"/events/{Guid.NewGuid()}/rewards", """{"type":"POINT","name":"n","points":"5"}""")
            .Problem(HttpStatusCode.BadRequest, "MALFORMED_JSON");

    [Fact]
    public async Task A_field_given_twice_is_400() =>
        await Gateway.Anonymous().Post(Login, """{"email":"a@example.com","email":"b@example.com","password":"x"}""")
            .Problem(HttpStatusCode.BadRequest, "MALFORMED_JSON");

    [Fact]
    public async Task A_body_too_deep_is_400()
    {
        var deep = $$"""{"email":{{string.Concat(Enumerable.Repeat("[", 200))}}{{string.Concat(Enumerable.Repeat("]", 200))}}}""";

        await Gateway.Anonymous().Post(Login, deep).Problem(HttpStatusCode.BadRequest, "MALFORMED_JSON");
    }

    [Theory]
    [InlineData("/events", "")]
    [InlineData("/events", "\"claimLimit\":{")]
    [InlineData("/events", "\"condition\":{\"fact\":\"f\",\"where\":{")]
    [InlineData("/activities", "\"data\":{")]
    public async Task Names_that_the_caller_made_up_are_not_said_back_at_length(string path, string inside)
    {
        var client = await Gateway.SignedIn(Role.Operator);
        var body = new StringBuilder("{").Append(inside).Append($"\"{new string('n', 30_000)}\":[]");
        for (var i = 0; i < 2000; i++)
        {
            body.Append($",\"n{i}\":[]");
        }

        body.Append('}', 1 + inside.Count(c => c == '{'));

        var answer = await client.Post(path, body.ToString());

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsByteArrayAsync()).Length.ShouldBeLessThan(10_000);
    }

    [Fact]
    public async Task The_place_of_a_fault_is_not_said_back_at_length()
    {
        var client = await Gateway.SignedIn(Role.Operator);
        var answer = await client.Post("/activities", $"{{\"data\":{{\"{new string('n', 30_000)}\":}}}}");

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsByteArrayAsync()).Length.ShouldBeLessThan(10_000);
    }

    [Fact]
    public async Task Unknown_fields_are_told_together_with_every_other_fault() =>
        (await Gateway.Anonymous().Post("/users", """{"Email":"a@example.com","password":"short","admin":true}""").Faults())
            .ShouldBe(["Email", "admin", "email", "password"]);

    [Fact]
    public async Task A_nul_character_is_refused() =>
        (await Gateway.Anonymous().Post(Login, "{\"email\":\"a\\u0000@example.com\",\"password\":\"x\"}").Faults()).ShouldBe(["email"]);

    [Theory]
    [InlineData("/events?limit=0", "limit")]
    [InlineData("/events?limit=101", "limit")]
    [InlineData("/events?limit=1.5", "limit")]
    [InlineData("/events?limit=", "limit")]
    [InlineData("/events?limit=%2B5", "limit")]
    [InlineData("/events?limit=1&limit=2", "limit")]
    [InlineData("/events?cursor=%00", "cursor")]
    [InlineData("/events?status=active", "status")]
    [InlineData("/events?status=GONE", "status")]
    [InlineData("/events?active=maybe", "active")]
    [InlineData("/events?q=%00", "q")]
    [InlineData("/events/requests?userId=me", "userId")]
    [InlineData("/events/requests?eventId=7", "eventId")]
    [InlineData("/events/requests?status=DONE", "status")]
    [InlineData("/users?email=%00", "email")]
    [InlineData("/me/ledger?limit=1000", "limit")]
    public async Task A_filter_or_page_that_is_not_known_is_400(string path, string field) =>
        (await (await Gateway.SignedIn(Role.Admin)).GetAsync(path).Faults()).ShouldBe([field]);

    [Fact]
    public async Task Faults_of_filter_and_page_come_together() =>
        (await (await Gateway.SignedIn(Role.User)).GetAsync("/events?limit=x&status=x&active=x").Faults()).ShouldBe(["active", "limit", "status"]);

    [Fact]
    public async Task Query_parameters_that_nobody_knows_are_ignored()
    {
        Services.On<ListEvents>(_ => new EventList([], null));

        await (await Gateway.SignedIn(Role.User)).GetAsync("/events?utm=1").Json(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_body_with_content_length_over_the_limit_is_413_on_a_real_server()
    {
        await using var real = await KestrelGateway.Start();
        var body = new StringContent($$"""{"email":"{{new string('a', 70_000)}}","password":"x"}""", Encoding.UTF8, "application/json");

        await real.Client.PostAsync(Login, body).Problem(HttpStatusCode.RequestEntityTooLarge, "PAYLOAD_TOO_LARGE");
    }

    /// <summary>Else the server would close the connection under the next request.</summary>
    [Fact]
    public async Task A_body_over_the_limit_is_413_where_none_is_read_and_ends_the_connection()
    {
        await using var real = await KestrelGateway.Start();

        var response = await real.Client.PostAsync("/auth/logout", new ByteArrayContent(new byte[70_000]));

        await Task.FromResult(response).Problem(HttpStatusCode.RequestEntityTooLarge, "PAYLOAD_TOO_LARGE");
        response.Headers.ConnectionClose.ShouldBe(true);
    }

    [Fact]
    public async Task A_chunked_body_over_the_limit_is_413_on_a_real_server()
    {
        await using var real = await KestrelGateway.Start();
        using var request = new HttpRequestMessage(HttpMethod.Post, Login)
        {
            Content = new StringContent($$"""{"email":"{{new string('a', 70_000)}}","password":"x"}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.TransferEncodingChunked = true;

        await real.Client.SendAsync(request).Problem(HttpStatusCode.RequestEntityTooLarge, "PAYLOAD_TOO_LARGE");
    }

    [Theory]
    [InlineData("EMAIL_TAKEN", 409)]
    [InlineData("LAST_ADMIN", 409)]
    [InlineData("INVALID_PASSWORD", 401)]
    [InlineData("INVALID_CREDENTIALS", 401)]
    [InlineData("INVALID_REFRESH_TOKEN", 401)]
    [InlineData("TOO_MANY_ATTEMPTS", 429)]
    [InlineData("NOT_FOUND", 404)]
    [InlineData("FORBIDDEN", 403)]
    [InlineData("INVALID_STATE", 409)]
    [InlineData("STALE_VERSION", 412)]
    [InlineData("EVENT_ENDED", 409)]
    [InlineData("COUPON_CODE_TAKEN", 409)]
    [InlineData("REWARD_IN_USE", 409)]
    [InlineData("TOO_MANY_REWARDS", 409)]
    [InlineData("EVENT_NOT_ACTIVE", 409)]
    [InlineData("ALREADY_REQUESTED", 409)]
    [InlineData("CLAIM_LIMIT_REACHED", 409)]
    [InlineData("REQUEST_LIMIT_REACHED", 409)]
    [InlineData("NOT_ELIGIBLE", 422)]
    [InlineData("NO_REWARDS", 409)]
    [InlineData("ALREADY_DECIDED", 409)]
    [InlineData("SELF_DECISION", 403)]
    [InlineData("SAME_OPERATOR", 409)]
    [InlineData("VALIDATION_FAILED", 400)]
    public async Task A_refusal_of_a_service_has_its_status_and_its_sentence(string code, int status)
    {
        Services.Refuse<GetEvent>(code, "Do something else.");

        var problem = await (await Gateway.SignedIn(Role.User)).GetAsync($"/events/{Guid.NewGuid()}").Problem((HttpStatusCode)status, code);

        problem.GetProperty("detail").GetString().ShouldBe("Do something else.");
    }

    [Fact]
    public async Task A_refusal_s_data_and_errors_become_members()
    {
        Services.On<GetEvent>(_ => new Refused(
            "CLAIM_LIMIT_REACHED",
            "Come back tomorrow.",
            new Dictionary<string, string[]> { ["name"] = ["is odd."] },
            new Dictionary<string, System.Text.Json.JsonElement> { ["nextAt"] = System.Text.Json.JsonElement.Parse("\"2030-02-01T00:00:00Z\"") }));

        var problem = await (await Gateway.SignedIn(Role.User)).GetAsync($"/events/{Guid.NewGuid()}").Problem(HttpStatusCode.Conflict, "CLAIM_LIMIT_REACHED");

        problem.GetProperty("nextAt").GetString().ShouldBe("2030-02-01T00:00:00Z");
        problem.GetProperty("errors").GetProperty("name")[0].GetString().ShouldBe("is odd.");
    }
}
