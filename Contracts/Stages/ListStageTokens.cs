namespace Contracts.Stages;

/// <summary>From the Gateway for those who look after the platform. Answered with StageTokenList, newest first, or Refused NOT_FOUND,
/// VALIDATION_FAILED for a bad cursor.</summary>
public sealed record ListStageTokens(Guid StageId, int Limit, string? Cursor);

/// <summary>The answer to ListStageTokens.</summary>
public sealed record StageTokenList(IReadOnlyList<StageTokenDetails> Items, string? NextCursor);

/// <summary>That a token was issued, to whom and for what; never the token.</summary>
public sealed record StageTokenDetails(
    Guid ParticipantId,
    Guid UserId,
    IReadOnlyList<StageCapability> Capabilities,
    DateTimeOffset IssuedAt,
    DateTimeOffset ExpiresAt,
    DateTimeOffset? RevokedAt);
