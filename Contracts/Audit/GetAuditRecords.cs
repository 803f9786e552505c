namespace Contracts.Audit;

/// <summary>From the Gateway for an export, part by part: the records behind sequence After, oldest first. Answered with
/// AuditRecordList; fewer than Limit are the last.</summary>
public sealed record GetAuditRecords(long After, int Limit);
