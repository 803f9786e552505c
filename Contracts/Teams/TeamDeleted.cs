namespace Contracts.Teams;

/// <summary>The answer to DeleteTeam.</summary>
public sealed record TeamDeleted(Guid TeamId);
