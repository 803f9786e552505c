using AuthService.Accounts;
using AuthService.LoginFailures;
using AuthService.Mails;
using AuthService.Operations;
using AuthService.Passwords;
using AuthService.SecondFactors;
using AuthService.ServiceAccounts;
using AuthService.Sessions;
using AuthService.Teams;
using AuthService.Users;
using Bus;
using MassTransit;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Sessions;
using Storage;

namespace AuthService;

public static class AuthServiceExtensions
{
    /// <summary>Accounts, credentials and sessions, in the database <c>user_db</c>.</summary>
    public static void AddAuthService(this WebApplicationBuilder builder)
    {
        builder.AddDocuments("user_db").Add(User.Schema).Add(AdminRoster.Schema).Add(Session.Schema).Add(Mail.Schema).Add(PasswordResetRequest.Schema)
            .Add(ServiceAccount.Schema).Add(Team.Schema).Add(TeamLink.Schema).Add(InvitedAddress.Schema);
        builder.AddSessions();
        builder.AddLoginFailures();
        builder.AddPasswords();
        builder.AddMails();
        builder.AddSecondFactors();
        builder.AddTeams();
        builder.AddBootstrapAdmin();
        builder.Services.TryAddSingleton(JwtSettings.ForSigning(builder.Configuration));
        builder.Services.AddSingleton<AccessTokens>();
        builder.Services.AddSingleton<UserSessions>();
        builder.Services.AddSingleton<RoleChanges>();
    }

    public static void AddAuthServiceConsumers(this IBusRegistrationConfigurator registrations)
    {
        var bus = registrations.ForService("auth");
        bus.AddRequestConsumer<RegisterUserConsumer>();
        bus.AddRequestConsumer<GetUserConsumer>();
        bus.AddRequestConsumer<FindUsersConsumer>();
        bus.AddFinishingRequestConsumer<ChangeRolesConsumer>();
        bus.AddFinishingRequestConsumer<ChangePasswordConsumer>();
        bus.AddFinishingRequestConsumer<DeleteUserConsumer>();
        bus.AddRequestConsumer<ChangeProfileConsumer>();
        bus.AddRequestConsumer<VerifyEmailConsumer>();
        bus.AddRequestConsumer<RequestVerificationConsumer>();
        bus.AddRequestConsumer<RequestPasswordResetConsumer>();
        bus.AddDurableConsumer<PasswordResetRequestedConsumer>();
        bus.AddFinishingRequestConsumer<ResetPasswordConsumer>();
        bus.AddMailConsumers();
        bus.AddRequestConsumer<BeginMfaConsumer>();
        bus.AddFinishingRequestConsumer<ConfirmMfaConsumer>();
        bus.AddRequestConsumer<RemoveMfaConsumer>();
        bus.AddRequestConsumer<ResetMfaConsumer>();
        bus.AddRequestConsumer<LogInConsumer>();
        bus.AddRequestConsumer<ConfirmLogInConsumer>();
        bus.AddRequestConsumer<RefreshSessionConsumer>();
        bus.AddRequestConsumer<LogOutConsumer>();
        bus.AddRequestConsumer<ListSessionsConsumer>();
        bus.AddServiceAccountConsumers();
        bus.AddTeamConsumers();
        bus.AddRequestConsumer<GetAccountOperationsConsumer>();
    }
}
