using OperatorsConsole.Requests;

namespace OperatorsConsole.Approvals;

/// <summary>A page of what waits for a decision. What is not for persons to decide is not of it.</summary>
public sealed record Waiting(IReadOnlyList<WaitingRequest> Items, string? NextCursor);
