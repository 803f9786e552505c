using Contracts.Audit;
using Contracts.Stages;
using Documents;
using LiveService.Stages;

namespace LiveService.Tokens;

/// <summary>That a token was issued. Its id is the participant's; the token itself is kept nowhere.</summary>
internal sealed class StageToken : Document
{
    public static readonly Schema<StageToken> Schema = new Schema<StageToken>("stage_tokens")
        .Index(t => t.StageId, t => t.IssuedAt)
        .Index(t => t.UserId, t => t.IssuedAt);

    public required Guid StageId { get; init; }

    public required Guid UserId { get; init; }

    public required List<StageCapability> Capabilities { get; init; }

    public required DateTimeOffset IssuedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? RevokedAt { get; set; }

    public bool MayPublish => Capabilities.Contains(StageCapability.Publish);

    /// <summary>A JWT counts in whole seconds.</summary>
    public static StageToken Of(IssueStageToken message, DateTimeOffset now)
    {
        var issuedAt = DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds());
        return new StageToken
        {
            Id = message.ParticipantId.ToString(),
            StageId = message.StageId,
            UserId = message.Caller.UserId,
            Capabilities = [.. message.Terms.Capabilities.Order()],
            IssuedAt = issuedAt,
            ExpiresAt = issuedAt.AddMinutes(message.Terms.DurationMinutes),
        };
    }

    public bool HoldsAt(DateTimeOffset now) => RevokedAt is null && now < ExpiresAt;

    /// <summary>False when it is revoked already.</summary>
    public bool Revoke(string actor, DateTimeOffset now)
    {
        if (RevokedAt is not null)
        {
            return false;
        }

        RevokedAt = now;
        Raise(new StageTokenRevoked(StageId, Guid.Parse(Id), now));
        Raise(ChangeRecorded.Of(
            now, actor, "stage.token_revoked", Stage.TargetOf(StageId.ToString()), null, Snapshot.Of(new { participantId = Id, userId = UserId })));
        return true;
    }

    public StageTokenDetails ToDetails() => new(Guid.Parse(Id), UserId, Capabilities, IssuedAt, ExpiresAt, RevokedAt);
}
