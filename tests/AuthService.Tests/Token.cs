using System.Buffers.Text;
using System.Text.Json;
using Contracts.Sessions;

namespace AuthService.Tests;

internal static class Token
{
    public static JsonElement Payload(string accessToken) => JsonDocument.Parse(Base64Url.DecodeFromChars(accessToken.Split('.')[1])).RootElement;

    public static string[] RolesOf(SessionStarted session) =>
        [.. Payload(session.AccessToken).GetProperty("role").EnumerateArray().Select(role => role.GetString()!)];
}
