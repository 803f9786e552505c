using System.Text.Json;

namespace OperatorsConsole.Sessions;

/// <summary>A session as the vault has it, sealed.</summary>
/// <param name="Until">The end of its access token.</param>
/// <param name="Answer">What the API answered to its last renewal; null before the first.</param>
internal sealed record KeptSession(string RefreshToken, DateTimeOffset Until, string? Answer)
{
    /// <summary>Null for what is no session.</summary>
    public static KeptSession? Read(string? kept) =>
        kept is not null && JsonSerializer.Deserialize<KeptSession>(kept) is { RefreshToken: not null } session ? session : null;

    /// <summary>Null for an answer without tokens, which the client will not take either.</summary>
    public static KeptSession? Of(string answer, DateTimeOffset now)
    {
        using var session = JsonDocument.Parse(answer);
        return session.RootElement.TryGetProperty("refreshToken", out var token) && token.GetString() is { } fresh
            && session.RootElement.TryGetProperty("expiresIn", out var seconds)
            ? new KeptSession(fresh, now.AddSeconds(seconds.GetInt32()), answer)
            : null;
    }

    public string Write() => JsonSerializer.Serialize(this);
}
