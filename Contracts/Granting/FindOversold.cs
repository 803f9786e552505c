namespace Contracts.Granting;

/// <summary>From the Gateway, part after part. Answered with Oversold.</summary>
public sealed record FindOversold(string? After);
