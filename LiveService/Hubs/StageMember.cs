namespace LiveService.Hubs;

/// <summary>A session on a stage that a connection has opened, and keeps open.</summary>
/// <param name="ParticipantId">The token's.</param>
internal sealed record StageMember(Guid StageId, Guid SessionId, Guid ParticipantId)
{
    /// <summary>How many viewers its client was told of last.</summary>
    public long? ToldViewers { get; set; }
}
