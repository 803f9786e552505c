using System.Net.Http.Headers;

namespace Bench.Load;

/// <summary>A user who is signed in.</summary>
internal sealed record Caller(string Email, Guid UserId, string AccessToken)
{
    public AuthenticationHeaderValue Authorization { get; } = new("Bearer", AccessToken);
}
