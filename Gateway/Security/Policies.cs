namespace Gateway.Security;

/// <summary>Who may use a route. ADMIN may all that OPERATOR may.</summary>
internal static class Policies
{
    public const string User = "USER";
    public const string Operator = "OPERATOR";
    public const string Admin = "ADMIN";
    public const string Auditor = "AUDITOR or ADMIN";

    /// <summary>Those who look after the platform.</summary>
    public const string Staff = "OPERATOR, AUDITOR or ADMIN";
}
