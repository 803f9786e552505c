using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;

namespace LiveService.Tokens;

/// <summary>Makes and reads stage tokens.</summary>
internal sealed class StageTokens(LiveTokenKeys keys, TimeProvider time)
{
    public const string Purpose = "stage tokens";

    private const string StageClaim = "stage";

    private readonly SignedTokens tokens = new(keys.For(Purpose), "stage+jwt", "messaging-stage", time);

    public string Write(StageToken token, IReadOnlyDictionary<string, string>? attributes)
    {
        var claims = new Dictionary<string, object>
        {
            [JwtRegisteredClaimNames.Jti] = token.Id,
            [JwtRegisteredClaimNames.Sub] = token.UserId.ToString(),
            [StageClaim] = token.StageId.ToString(),
            ["capabilities"] = token.Capabilities.Select(capability => JsonNamingPolicy.SnakeCaseUpper.ConvertName(capability.ToString())).ToArray(),
        };
        if (attributes is { Count: > 0 })
        {
            claims["attributes"] = attributes.ToDictionary(attribute => attribute.Key, attribute => (object)attribute.Value);
        }

        return tokens.Write(claims, token.IssuedAt, token.ExpiresAt);
    }

    /// <summary>The stage and the participant of a token that this service has signed for this user, in time; null of any other. Whether it was revoked, its record says.</summary>
    public async Task<(Guid StageId, Guid ParticipantId)?> Read(string token, Guid userId) =>
        await tokens.Read(token) is { } read
        && read.Subject == userId.ToString()
        && read.TryGetPayloadValue<string>(StageClaim, out var stage) && Guid.TryParse(stage, out var stageId)
        && Guid.TryParse(read.Id, out var participantId)
            ? (stageId, participantId)
            : null;
}
