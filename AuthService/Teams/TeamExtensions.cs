using AuthService.Mails;
using AuthService.Users;
using Bus;
using Contracts.Teams;

namespace AuthService.Teams;

internal static class TeamExtensions
{
    public static void AddTeams(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<TeamDecisions>();
        builder.Services.AddSingleton<HiddenAddresses>();
        builder.Services.AddSingleton<InvitedAddresses>();
        builder.Services.AddSingleton<InvitationAnswers>();
        builder.Services.AddSingleton<IMailOccasion, InvitationMails>();
    }

    public static void AddTeamConsumers(this ServiceConsumers bus)
    {
        bus.AddFinishingRequestConsumer<CreateTeamConsumer>();
        bus.AddRequestConsumer<GetTeamConsumer>();
        bus.AddRequestConsumer<GetTeamRoleConsumer>();
        bus.AddRequestConsumer<ListTeamsConsumer>();
        bus.AddRequestConsumer<ChangeTeamConsumer>();
        bus.AddRequestConsumer<DeleteTeamConsumer>();
        bus.AddRequestConsumer<InviteMemberConsumer>();
        bus.AddRequestConsumer<ListInvitationsConsumer>();
        bus.AddRequestConsumer<CancelInvitationConsumer>();
        bus.AddRequestConsumer<ResendInvitationConsumer>();
        bus.AddFinishingRequestConsumer<AcceptInvitationConsumer>();
        bus.AddRequestConsumer<DeclineInvitationConsumer>();
        bus.AddRequestConsumer<ChangeMemberConsumer>();
        bus.AddRequestConsumer<RemoveMemberConsumer>();
        bus.AddDurableConsumer<LeaveTeamsConsumer>();
    }

    public static MemberDetails ToDetails(this Member member, User account) => new(member.UserId, account.Name, account.Email, member.Role, member.JoinedAt);
}
