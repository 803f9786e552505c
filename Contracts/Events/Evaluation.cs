using Messages;

namespace Contracts.Events;

/// <summary>The answer to EvaluateEvent: whether the user is eligible, and why. An event without condition makes everyone eligible.</summary>
public sealed record Evaluation(bool Eligible, EvaluatedCondition? Condition) : Extensible;
