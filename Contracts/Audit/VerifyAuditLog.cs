namespace Contracts.Audit;

/// <summary>From the Gateway, part by part: checks up to Limit records behind sequence After, whose hash is Hash (null with 0).
/// Answered with AuditLogVerified.</summary>
public sealed record VerifyAuditLog(long After, string? Hash, int Limit);
