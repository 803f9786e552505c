using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Flow.Tests.Fuzz;

/// <summary>Texts, paths, queries and bodies that nobody should send. The same seed makes the same ones.</summary>
internal sealed class Hostile(int seed)
{
    private const int Long = 2_000;
    private const int VeryLong = 70_000;

    private static readonly string[] Texts =
    [
        "", " ", "\0", "a\0b", "\r\nX-Injected: 1", "'; DROP TABLE users; --", "\" or 1=1 --", "{\"$gt\":\"\"}", "$where: sleep(1000)", "*)(uid=*))(|(uid=*",
        "../../../../etc/passwd", "..%2f..%2f", "%00", "%", "%zz", "%c0%af", "{{7*7}}", "${jndi:ldap://127.0.0.1/a}", "<script>alert(1)</script>", "`id`",
        "\u202Etxt.exe", "\uFEFF", "\u0301\u0301\u0301", "ＡＤＭＩＮ", "İı", "👩‍👩‍👧‍👦", "\uFFFF", "𝕒", "ß", "null", "undefined", "NaN", "true", "[]", "{}",
        "0190a5f0-0000-7000-8000-000000000001", "{0190a5f0-0000-7000-8000-000000000001}", "0190a5f0000070008000000000000001", "00000000-0000-0000-0000-000000000000",
        "-1", "0", "1", "1e400", "-0", "9223372036854775807", "9223372036854775808", "0x10", "١٢٣", "1,000", "1.5", "+1", "  7  ",
        "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.9999999Z", "2026-02-30T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01", "2026-01-01T00:00:00+25:00",
        "a@example.com", "a@", "@b", "a@b@c", "Europe/Berlin", "Mars/Olympus", "ACTIVE", "active", "ADMIN", "AUTO", "COUNT",
    ];

    private static readonly string[] Literals =
    [
        "null", "true", "false", "0", "-1", "1", "1.5", "1e400", "-1e400", "1e-400", "-0", "9223372036854775807", "9223372036854775808", "-9223372036854775809",
        "1e9", "1000000001", "0.1e1", "123456789012345678901234567890", "[]", "{}", "[null]", "[[]]", "[1,2,3]", "{\"a\":1}", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\u0000\"",
        "NaN", "Infinity", "01", "'a'", "\"a", "undefined",
    ];

    private static readonly string[] Broken = ["", " ", "{", "}", "[", "{\"a\":}", "{\"a\" 1}", "{,}", "{}{}", "nul", "\uFEFF{}", "/* */{}", "{\"a\":1,}", "\0", "<xml/>", "a=b&c=d"];

    private readonly Random random = new(seed);

    public bool Chance(double share) => random.NextDouble() < share;

    public T OneOf<T>(IReadOnlyList<T> choices) => choices[random.Next(choices.Count)];

    public string Text() => random.Next(20) switch
    {
        0 => new string('a', Long),
        1 => new string('é', random.Next(1, 400)),
        2 => string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => char.ConvertFromUtf32(random.Next(0x20, 0xD7FF)))),
        3 => random.NextInt64().ToString(CultureInfo.InvariantCulture),
        4 => OneOf(Texts) + OneOf(Texts),
        _ => OneOf(Texts),
    };

    /// <summary>As it may stand in a path or a query; now and then escaped wrongly.</summary>
    public string Escaped()
    {
        var text = Text();
        return Chance(0.1) ? new string([.. text.Where(c => c is > ' ' and < '\u007f' and not ('#' or '?' or '/'))]) : Uri.EscapeDataString(Whole(text));
    }

    public string Query(IReadOnlyList<string> known)
    {
        var parts = Enumerable.Range(0, random.Next(0, 5))
            .Select(_ => $"{(known.Count > 0 && Chance(0.8) ? OneOf(known) : Escaped())}={Escaped()}");
        return string.Join('&', parts);
    }

    public (string Name, string Value) Header() =>
        (OneOf(["If-Match", "Idempotency-Key", "Accept", "Accept-Encoding", "Origin", "X-Forwarded-For", "traceparent", "Range", "Authorization", "X-Webhook-Signature", "X-Webhook-Timestamp"]),
            new string([.. Text().Where(c => c is >= ' ' and < '\u007f')]));

    public (string Body, string ContentType) Body(JsonElement? schema, JsonElement schemas)
    {
        var type = Chance(0.95) ? "application/json" : OneOf(["text/plain", "application/xml", "application/x-www-form-urlencoded", "application/json; charset=utf-16", "application/json; charset=foo", "application/json; charset=\"utf-8\""]);
        var body = random.Next(12) switch
        {
            0 => OneOf(Broken),
            1 => OneOf(Literals),
            2 => Deep(random.Next(2) == 0 ? 40 : 5_000),
            3 => $"{{\"name\":\"{new string('x', VeryLong)}\"}}",
            _ => schema is { } known ? Value(known, schemas, 0) : OneOf(Literals),
        };
        return (body, type);
    }

    private static string Whole(string text) => new([.. text.Select(c => char.IsSurrogate(c) ? '?' : c)]);

    private static string Deep(int levels) =>
        string.Concat(Enumerable.Repeat("{\"all\":[", levels)) + string.Concat(Enumerable.Repeat("]}", levels));

    /// <summary>Follows the schema, with something wrong in most places.</summary>
    private string Value(JsonElement schema, JsonElement schemas, int depth)
    {
        if (Chance(depth == 0 ? 0.05 : 0.35) || depth > 6)
        {
            return Chance(0.5) ? OneOf(Literals) : Quoted(Text());
        }

        if (schema.TryGetProperty("$ref", out var reference))
        {
            return Value(schemas.GetProperty(reference.GetString()!.Split('/')[^1]), schemas, depth);
        }

        foreach (var choice in new[] { "oneOf", "anyOf", "allOf" })
        {
            if (schema.TryGetProperty(choice, out var choices))
            {
                return Value(OneOf(choices.EnumerateArray().ToList()), schemas, depth);
            }
        }

        if (schema.TryGetProperty("properties", out var properties))
        {
            return Object([.. properties.EnumerateObject()], schemas, depth);
        }

        return TypeOf(schema) switch
        {
            "array" => Array(schema, schemas, depth),
            "integer" or "number" => Chance(0.5) ? random.Next(-2, 1000).ToString(CultureInfo.InvariantCulture) : OneOf(Literals),
            "boolean" => OneOf(["true", "false", "1", "\"true\""]),
            _ => schema.TryGetProperty("enum", out var words) && Chance(0.7)
                ? OneOf(words.EnumerateArray().ToList()).GetRawText()
                : Quoted(Text()),
        };
    }

    private string Object(List<JsonProperty> properties, JsonElement schemas, int depth)
    {
        var members = properties.Where(_ => Chance(0.85)).Select(p => $"{JsonSerializer.Serialize(p.Name)}:{Value(p.Value, schemas, depth + 1)}").ToList();
        if (Chance(0.15))
        {
            members.Add($"{Quoted(Text())}:{OneOf(Literals)}");
        }

        if (Chance(0.1) && members.Count > 0)
        {
            members.Add(OneOf(members));
        }

        return $"{{{string.Join(',', members)}}}";
    }

    private string Array(JsonElement schema, JsonElement schemas, int depth)
    {
        var count = random.Next(10) == 0 ? 1_100 : random.Next(0, 4);
        var item = schema.TryGetProperty("items", out var items) && count < 10 ? () => Value(items, schemas, depth + 1) : (Func<string>)(() => "\"a\"");
        return $"[{string.Join(',', Enumerable.Range(0, count).Select(_ => item()))}]";
    }

    private static string TypeOf(JsonElement schema) => schema.TryGetProperty("type", out var type)
        ? type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(t => t.GetString()!).First(t => t != "null") : type.GetString()!
        : "string";

    private static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            quoted.Append(c is '"' or '\\' or < ' ' ? $"\\u{(int)c:x4}" : char.IsSurrogate(c) ? $"\\u{(int)c:x4}" : c.ToString());
        }

        return quoted.Append('"').ToString();
    }
}
