using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Platform.Demo;

/// <summary>Calls the REST API as one caller, and prints each call and its answer with secrets shortened.</summary>
internal sealed class ApiClient(Uri address, TextWriter output) : IDisposable
{
    private static readonly string[] SecretFields = ["password", "newPassword", "token", "accessToken", "refreshToken"];

    private static readonly TimeSpan SlowestPause = TimeSpan.FromMilliseconds(500);

    private static readonly JsonSerializerOptions Printed = new()
    {
        // For a terminal, not for a page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly HttpClient http = new(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = address };

    public void SignIn(string accessToken) => http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);

    /// <exception cref="DemoFailedException">Another answer than the one expected.</exception>
    public async Task<JsonNode> Call(HttpMethod method, string path, object? body, HttpStatusCode expected)
    {
        Print(method, path, body);
        var (status, answer) = await Send(method, path, body);
        Print(status, answer);
        return status == expected ? answer : throw new DemoFailedException($"{method} {path} answered {(int)status}, not {(int)expected}.");
    }

    /// <summary>Asks again until the answer is as wished; prints the call once and each answer whose status field is new.</summary>
    public async Task<JsonNode> Watch(string path, string field, string wished, TimeSpan patience)
    {
        Print(HttpMethod.Get, path, null);
        var bound = TimeProvider.System.GetTimestamp();
        var last = "";

        // Ever slower: whoever asks fast for long runs into his limit.
        for (var pause = TimeSpan.FromMilliseconds(20); ; pause = pause < SlowestPause ? pause * 1.5 : SlowestPause)
        {
            var (status, answer) = await Send(HttpMethod.Get, path, null);
            var value = answer[field]?.ToString() ?? "";
            if (status != HttpStatusCode.OK || value != last)
            {
                Print(status, answer);
                last = value;
            }

            if (status == HttpStatusCode.OK && value == wished)
            {
                return answer;
            }

            if (status != HttpStatusCode.OK || TimeProvider.System.GetElapsedTime(bound) > patience)
            {
                throw new DemoFailedException($"{path} did not become {wished} within {patience.TotalSeconds} s.");
            }

            await Task.Delay(pause);
        }
    }

    public void Dispose() => http.Dispose();

    private async Task<(HttpStatusCode Status, JsonNode Body)> Send(HttpMethod method, string path, object? body)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new StringContent(JsonSerializer.Serialize(body, JsonSerializerOptions.Web), Encoding.UTF8, "application/json");
        }

        using var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, text.Length == 0 ? new JsonObject() : JsonNode.Parse(text) ?? new JsonObject());
    }

    private void Print(HttpMethod method, string path, object? body)
    {
        output.WriteLine($"  > {method} {path}");
        if (body is not null)
        {
            output.WriteLine($"    {Shown(JsonSerializer.SerializeToNode(body, JsonSerializerOptions.Web)!)}");
        }
    }

    private void Print(HttpStatusCode status, JsonNode body)
    {
        output.WriteLine($"  < {(int)status} {status}");
        if (body is not JsonObject { Count: 0 })
        {
            output.WriteLine($"    {Shown(body)}");
        }
    }

    private static string Shown(JsonNode body)
    {
        var copy = body.DeepClone();
        Shorten(copy);
        return copy.ToJsonString(Printed);
    }

    private static void Shorten(JsonNode? node)
    {
        if (node is JsonArray array)
        {
            foreach (var item in array)
            {
                Shorten(item);
            }
        }
        else if (node is JsonObject fields)
        {
            foreach (var (name, value) in fields.ToList())
            {
                if (SecretFields.Contains(name) && value?.GetValueKind() == JsonValueKind.String)
                {
                    fields[name] = $"{value.GetValue<string>()[..3]}...";
                }
                else
                {
                    Shorten(value);
                }
            }
        }
    }
}

/// <summary>The platform did not do what the demonstration shows.</summary>
internal sealed class DemoFailedException(string message) : Exception(message);
