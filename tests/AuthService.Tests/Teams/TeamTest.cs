using AuthService.Teams;
using Contracts;
using Contracts.Teams;
using Contracts.Users;

namespace AuthService.Tests.Teams;

/// <summary>Asks for teams as the Gateway does.</summary>
internal sealed class TeamTest(AuthServiceHost service)
{
    private readonly Dictionary<Guid, string> emails = [];

    public static Caller As(Guid user) => new(user, [Role.User]);

    public async Task<Guid> HasUser(string email)
    {
        var user = await service.HasUser(email);
        emails[user.Id] = email;
        return user.Id;
    }

    public async Task<Guid> HasTeam(Guid owner, string name = "Crew") => (await Create(owner, name)).ShouldBeOfType<TeamSummary>().Id;

    public Task<object> Create(Guid owner, string name, Guid? id = null, Guid? command = null) =>
        service.Ask<TeamSummary>(new CreateTeam(id ?? Guid.NewGuid(), name, As(owner)), command);

    public Task<object> Get(Guid team, Guid by) => service.Ask<TeamDetails>(new GetTeam(team, As(by)));

    public async Task<IReadOnlyList<TeamSummary>> List(Guid user) => ((TeamList)await service.Ask<TeamList>(new ListTeams(user, 20, null))).Items;

    public Task<object> Invite(Guid team, Guid by, string email, TeamRole role = TeamRole.Member, Guid? command = null) =>
        service.Ask<InvitationDetails>(new InviteMember(Guid.NewGuid(), team, email, role, As(by)), command);

    public Task<object> Accept(string token, Guid by, Guid? command = null) => service.Ask<TeamSummary>(new AcceptInvitation(token, As(by)), command);

    public Task<object> Decline(string token, Guid by) => service.Ask<InvitationDetails>(new DeclineInvitation(token, As(by)));

    public Task<object> Cancel(Guid team, Guid by, Guid invitation) => service.Ask<InvitationDetails>(new CancelInvitation(team, invitation, As(by)));

    public Task<object> Resend(Guid team, Guid by, Guid invitation) => service.Ask<InvitationDetails>(new ResendInvitation(team, invitation, As(by)));

    public Task<object> Change(Guid team, Guid by, Guid member, TeamRole role) => service.Ask<MemberDetails>(new ChangeMember(team, member, role, As(by)));

    public Task<object> Remove(Guid team, Guid by, Guid member, Guid? command = null) =>
        service.Ask<MemberRemoved>(new RemoveMember(team, member, As(by)), command);

    public Task<object> Rename(Guid team, Guid by, string name) => service.Ask<TeamSummary>(new ChangeTeam(team, name, As(by)));

    public Task<object> Delete(Guid team, Guid by, Guid? command = null) => service.Ask<TeamDeleted>(new DeleteTeam(team, As(by)), command);

    public async Task<IReadOnlyList<InvitationDetails>> Invitations(Guid team, Guid by) =>
        ((InvitationList)await service.Ask<InvitationList>(new ListInvitations(team, 100, null, As(by)))).Items;

    /// <summary>Invites and accepts. The mails to an address are its verification and its invitations.</summary>
    public async Task Joins(Guid team, Guid by, Guid user, TeamRole role = TeamRole.Member, int mails = 2)
    {
        (await Invite(team, by, emails[user], role)).ShouldBeOfType<InvitationDetails>();
        (await Accept(await service.MailedToken(emails[user], mails), user)).ShouldBeOfType<TeamSummary>();
    }

    public async Task<Team> Stored(Guid team) => (await service.Store<Team>().Get(team.ToString())).ShouldNotBeNull();

    public async Task<IReadOnlyList<(Guid, TeamRole)>> Roles(Guid team) => [.. (await Stored(team)).Members.Select(member => (member.UserId, member.Role))];
}
