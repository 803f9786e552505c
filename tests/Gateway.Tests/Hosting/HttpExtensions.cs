using System.Net;
using System.Text;
using System.Text.Json;

namespace Gateway.Tests.Hosting;

internal static class HttpExtensions
{
    public static Task<HttpResponseMessage> Send(
        this HttpClient client, string method, string path, string? json = null, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (json is not null)
        {
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        }

        foreach (var (name, value) in headers)
        {
            (request.Headers.TryAddWithoutValidation(name, value) || request.Content?.Headers.TryAddWithoutValidation(name, value) == true).ShouldBeTrue();
        }

        return client.SendAsync(request);
    }

    public static Task<HttpResponseMessage> Post(this HttpClient client, string path, string? json = null, params (string Name, string Value)[] headers) =>
        client.Send("POST", path, json, headers);

    public static async Task<JsonElement> Json(this HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        return JsonElement.Parse(text);
    }

    /// <summary>The body of a success.</summary>
    public static async Task<JsonElement> Json(this Task<HttpResponseMessage> sent, HttpStatusCode status)
    {
        var response = await sent;
        response.StatusCode.ShouldBe(status, await response.Content.ReadAsStringAsync());
        return await response.Json();
    }

    /// <summary>A problem with everything that a problem has.</summary>
    public static async Task<JsonElement> Problem(this Task<HttpResponseMessage> sent, HttpStatusCode status, string code) =>
        await (await sent).Problem(status, code);

    public static async Task<JsonElement> Problem(this HttpResponseMessage response, HttpStatusCode status, string code)
    {
        response.StatusCode.ShouldBe(status, await response.Content.ReadAsStringAsync());
        response.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json");
        var problem = await response.Json();
        problem.GetProperty("code").GetString().ShouldBe(code);
        problem.GetProperty("status").GetInt32().ShouldBe((int)status);
        problem.GetProperty("type").GetString().ShouldBe($"urn:problem:{code.ToLowerInvariant().Replace('_', '-')}");
        problem.GetProperty("title").GetString().ShouldNotBeNullOrWhiteSpace();
        problem.GetProperty("detail").GetString().ShouldNotBeNullOrWhiteSpace();
        problem.GetProperty("traceId").GetString().ShouldNotBeNullOrWhiteSpace();
        problem.TryGetProperty("exception", out _).ShouldBeFalse();
        return problem;
    }

    /// <summary>The fields that a validation problem names.</summary>
    public static async Task<IReadOnlyList<string>> Faults(this Task<HttpResponseMessage> sent)
    {
        var problem = await sent.Problem(HttpStatusCode.BadRequest, "VALIDATION_FAILED");
        return [.. problem.GetProperty("errors").EnumerateObject().Select(field => field.Name).Order(StringComparer.Ordinal)];
    }

    public static IReadOnlyList<string> Names(this JsonElement element) => [.. element.EnumerateObject().Select(member => member.Name)];
}
