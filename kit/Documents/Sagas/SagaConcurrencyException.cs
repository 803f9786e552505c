using MassTransit;

namespace Documents.Sagas;

/// <summary>Another message of the same saga was saved first. Retrying the message loads what that one left.</summary>
public sealed class SagaConcurrencyException(Type saga, Guid correlationId, WriteOutcome outcome)
    : ConcurrencyException($"was changed by another message ({outcome})", saga, correlationId);
