namespace Contracts.Teams;

/// <summary>The answer to ListInvitations.</summary>
public sealed record InvitationList(IReadOnlyList<InvitationDetails> Items, string? NextCursor);
