using System.Net.Http.Headers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Platform.Demo;

/// <summary>Prints each call and its answer, with secrets shortened.</summary>
internal sealed class PrintedCalls(TextWriter output) : DelegatingHandler(new SocketsHttpHandler { UseCookies = false })
{
    private const string EventStream = "text/event-stream";

    private static readonly string[] SecretFields = ["password", "newPassword", "token", "accessToken", "refreshToken"];

    private static readonly JsonSerializerOptions Printed = new()
    {
        // For a terminal, not for a page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        output.WriteLine($"  > {request.Method} {request.RequestUri!.PathAndQuery}");
        await Print(request.Content, cancellationToken);
        var response = await base.SendAsync(request, cancellationToken);
        output.WriteLine($"  < {(int)response.StatusCode} {response.StatusCode}");
        await Print(response.Content, cancellationToken);
        return response;
    }

    /// <summary>A stream of events has no end that one could wait for.</summary>
    private async Task Print(HttpContent? content, CancellationToken cancellationToken)
    {
        if (content is null || content.Headers.ContentType is null or MediaTypeHeaderValue { MediaType: EventStream })
        {
            return;
        }

        await content.LoadIntoBufferAsync(cancellationToken);
        if (await content.ReadAsStringAsync(cancellationToken) is { Length: > 0 } text && JsonNode.Parse(text) is { } body)
        {
            Shorten(body);
            output.WriteLine($"    {body.ToJsonString(Printed)}");
        }
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
