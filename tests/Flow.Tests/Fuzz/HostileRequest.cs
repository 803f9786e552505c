using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Flow.Tests.Fuzz;

/// <summary>One input: everything that is sent but the access token.</summary>
internal sealed partial record HostileRequest(string Method, string Target, string? Body, string? ContentType, (string Name, string Value)? Header)
{
    /// <param name="known">Ids of what exists, by the name that stands before them in a path.</param>
    public static HostileRequest Make(Hostile hostile, ApiOperation operation, JsonElement schemas, IReadOnlyDictionary<string, string> known)
    {
        var path = Parameter().Replace(operation.Path, match =>
        {
            var kind = match.Groups["kind"].Value;
            return $"{kind}/{(known.TryGetValue(kind, out var id) && hostile.Chance(0.7) ? id : hostile.Escaped())}";
        });
        path = Further().Replace(path, _ => hostile.Escaped());
        var query = hostile.Chance(operation.Query.Count > 0 ? 0.9 : 0.2) ? $"?{hostile.Query(operation.Query)}" : "";
        var (body, type) = operation.Reads ? (null, null) : ((string?, string?))hostile.Body(operation.Schema, schemas);
        return new HostileRequest(operation.Method, path + query, body, type, hostile.Chance(0.15) ? hostile.Header() : null);
    }

    public HttpRequestMessage Message(Uri address, string token)
    {
        // As it is: no dot segments or escapes are put right.
        var target = new Uri(address.GetLeftPart(UriPartial.Authority) + Target, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        var message = new HttpRequestMessage(new HttpMethod(Method), target);
        message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (Body is not null)
        {
            message.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(Body));
            message.Content.Headers.TryAddWithoutValidation("Content-Type", ContentType);
        }

        if (Header is { } header)
        {
            message.Headers.Remove(header.Name);
            message.Headers.TryAddWithoutValidation(header.Name, header.Value);
        }

        return message;
    }

    public override string ToString()
    {
        var text = $"{Method} {Target} {Header?.Name}: {Header?.Value} {ContentType} {Body}";
        return text.Length > 600 ? $"{text[..600]}... ({text.Length} characters)" : text;
    }

    [GeneratedRegex("(?<kind>[a-z-]+)/\\{[^}]+\\}", RegexOptions.None, 1000)]
    private static partial Regex Parameter();

    /// <summary>One that has no name before it, but another parameter.</summary>
    [GeneratedRegex(@"(?<=/)\{[^}]+\}", RegexOptions.None, 1000)]
    private static partial Regex Further();
}
