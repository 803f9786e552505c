namespace Contracts.Requests;

/// <summary>From EventService to itself when a request ends REJECTED, CANCELLED or FAILED that counted towards its event's request limit.</summary>
public sealed record ReleaseRequestLimit(Guid RequestId);
