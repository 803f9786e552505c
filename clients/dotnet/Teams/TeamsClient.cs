namespace Messaging.Client;

/// <summary>Teams, their members and the invitations to them.</summary>
public sealed class TeamsClient
{
    private readonly Api api;

    internal TeamsClient(Api api) => this.api = api;

    /// <summary>Makes a team, of which the caller is OWNER.</summary>
    public Task<TeamSummary> Create(string name, CancellationToken cancellationToken = default) => api.Post<TeamSummary>("/teams", new { name }, cancellationToken);

    /// <summary>The teams of a user, those that he joined last first.</summary>
    public Pages<TeamSummary> List(Guid userId) => api.List<TeamSummary>($"/users/{userId}/teams");

    public Task<Team> Get(Guid id, CancellationToken cancellationToken = default) => api.Get<Team>($"/teams/{id}", cancellationToken);

    public Task<TeamSummary> Rename(Guid id, string name, CancellationToken cancellationToken = default) => api.Put<TeamSummary>($"/teams/{id}", new { name }, cancellationToken);

    public Task Delete(Guid id, CancellationToken cancellationToken = default) => api.Delete($"/teams/{id}", cancellationToken);

    /// <summary>Invites by mail. An open invitation of the address is renewed.</summary>
    /// <param name="role">ADMIN or MEMBER.</param>
    public Task<Invitation> Invite(Guid id, string email, TeamRole role = TeamRole.Member, CancellationToken cancellationToken = default) =>
        api.Post<Invitation>($"/teams/{id}/invite", new { email, role }, cancellationToken);

    public Pages<Invitation> Invitations(Guid id) => api.List<Invitation>($"/teams/{id}/invitations");

    public Task CancelInvitation(Guid id, Guid invitationId, CancellationToken cancellationToken = default) =>
        api.Delete($"/teams/{id}/invitations/{invitationId}", cancellationToken);

    /// <summary>Sends another mail, whose link counts in place of the one before.</summary>
    public Task ResendInvitation(Guid id, Guid invitationId, CancellationToken cancellationToken = default) =>
        api.Post($"/teams/{id}/invitations/{invitationId}/resend", null, cancellationToken);

    /// <param name="token">Of the link in the mail.</param>
    public Task<TeamSummary> AcceptInvitation(string token, CancellationToken cancellationToken = default) =>
        api.Post<TeamSummary>("/invitations/accept", new { token }, cancellationToken);

    /// <param name="token">Of the link in the mail.</param>
    public Task DeclineInvitation(string token, CancellationToken cancellationToken = default) => api.Post("/invitations/decline", new { token }, cancellationToken);

    public Task<TeamMember> ChangeMember(Guid id, Guid userId, TeamRole role, CancellationToken cancellationToken = default) =>
        api.Put<TeamMember>($"/teams/{id}/members/{userId}", new { role }, cancellationToken);

    /// <summary>Takes a member out of the team; anyone himself.</summary>
    public Task RemoveMember(Guid id, Guid userId, CancellationToken cancellationToken = default) => api.Delete($"/teams/{id}/members/{userId}", cancellationToken);
}
