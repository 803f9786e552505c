namespace Contracts.Teams;

/// <summary>From the Gateway: the teams of a user, those that he joined last first. Answered with TeamList.</summary>
public sealed record ListTeams(Guid UserId, int Limit, string? Cursor);
