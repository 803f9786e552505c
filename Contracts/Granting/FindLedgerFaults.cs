namespace Contracts.Granting;

/// <summary>From the Gateway, part after part, from the given request id (inclusive) on. Answered with LedgerFaults, or Refused
/// NO_ANSWER when EventService does not answer.</summary>
public sealed record FindLedgerFaults(Guid? From);
