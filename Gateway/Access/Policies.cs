using Contracts.Users;

namespace Gateway.Access;

/// <summary>Who may use a route. ADMIN may all that OPERATOR may.</summary>
internal static class Policies
{
    public const string User = "USER";
    public const string Operator = "OPERATOR or ADMIN";
    public const string Admin = "ADMIN";
    public const string Auditor = "AUDITOR or ADMIN";

    /// <summary>Those who look after the platform.</summary>
    public const string Staff = "OPERATOR, AUDITOR or ADMIN";

    public static void AddPolicies(this WebApplicationBuilder builder) => builder.Services.AddAuthorizationBuilder()
        .AddPolicy(User, policy => policy.RequireRole(Words.Write(Role.User)))
        .AddPolicy(Operator, policy => policy.RequireRole(Words.Write(Role.Operator), Words.Write(Role.Admin)))
        .AddPolicy(Staff, policy => policy.RequireRole(Words.Write(Role.Operator), Words.Write(Role.Auditor), Words.Write(Role.Admin)))
        .AddPolicy(Auditor, policy => policy.RequireRole(Words.Write(Role.Auditor), Words.Write(Role.Admin)))
        .AddPolicy(Admin, policy => policy.RequireRole(Words.Write(Role.Admin)));
}
