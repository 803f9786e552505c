using Http.Idempotency;

namespace Gateway.Accounts;

internal static class AccountRoutes
{
    public static void MapAccounts(this RouteGroupBuilder api)
    {
        var users = api.MapGroup("/users").WithTags("Accounts");
        RegisterUserRoute.Map(users);
        FindUsersRoute.Map(users);
        GetUserRoute.Map(users);
        ChangeRolesRoute.Map(users);
        ChangePasswordRoute.Map(users);
        ChangeProfileRoute.Map(users);
        DeleteUserRoute.Map(users);
        BeginMfaRoute.Map(users);
        ConfirmMfaRoute.Map(users);
        RemoveMfaRoute.Map(users);
        ResetMfaRoute.Map(users);

        var auth = api.MapGroup("/auth").WithTags("Sessions").IgnoresIdempotencyKey();
        LogInRoute.Map(auth);
        ConfirmLogInRoute.Map(auth);
        RefreshSessionRoute.Map(auth);
        LogOutRoute.Map(auth);
        MeRoute.Map(auth);
        VerifyEmailRoute.Map(auth);
        ResendVerificationRoute.Map(auth);
        ForgotPasswordRoute.Map(auth);
        ResetPasswordRoute.Map(auth);
    }
}
