namespace Contracts.Audit;

/// <summary>The answer to VerifyAuditLog: the log is whole up to the sequence Upto, whose hash is Hash. FirstBroken is the
/// sequence of the first record that was changed, is missing or stands elsewhere; IsEnd: there is no more to check.</summary>
public sealed record AuditLogVerified(long Upto, string Hash, long? FirstBroken, bool IsEnd);
