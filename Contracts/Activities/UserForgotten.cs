namespace Contracts.Activities;

/// <summary>The answer to ForgetUser.</summary>
public sealed record UserForgotten(Guid UserId);
