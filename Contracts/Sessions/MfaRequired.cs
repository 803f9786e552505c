namespace Contracts.Sessions;

/// <summary>The answer to LogIn of an account with a second factor: no session yet, but a token for ConfirmLogIn. ExpiresIn in seconds.</summary>
public sealed record MfaRequired(string MfaToken, int ExpiresIn);
