namespace Contracts.Deliveries;

/// <summary>One attempt of a delivery. Status: of the receiver's answer. Error: why there is none, or why it does not count.
/// NextAt: when it is tried again.</summary>
public sealed record DeliveryAttempt(DateTimeOffset At, int Attempt, string Url, int? Status, string? Error, DateTimeOffset? NextAt);
