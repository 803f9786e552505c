using System.Text.Json;

namespace Messaging.Client;

/// <summary>One call of the API, however often it is tried. Path: under the version.</summary>
internal sealed record Call(HttpMethod Method, string Path)
{
    private static readonly TimeSpan UsualPatience = TimeSpan.FromSeconds(60);

    public byte[]? Body { get; init; }

    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>Nobody's token goes with it.</summary>
    public bool IsAnonymous { get; init; }

    /// <summary>The same key at each try; null where none is heeded.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>Whether it may be sent again when it is not known what became of it.</summary>
    public bool IsRepeatable { get; init; }

    /// <summary>It may be sent again, and be under way, so long after it was sent first.</summary>
    public TimeSpan? RepeatableFor { get; init; }

    /// <summary>How long one answer may take.</summary>
    public TimeSpan Patience { get; init; } = UsualPatience;

    /// <summary>The body is read by whoever called, as it comes.</summary>
    public bool IsStreamed { get; init; }

    public Call With(object? body) => body is null ? this : this with { Body = JsonSerializer.SerializeToUtf8Bytes(body, body.GetType(), ClientJson.Options) };
}
