namespace Contracts.Users;

/// <summary>From the Gateway for those who look after the platform. Answered by AuthService with ServiceOperations.</summary>
public sealed record GetAccountOperations;
