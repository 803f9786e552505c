namespace Contracts.Events;

/// <summary>Who approves a request: the platform at once, or an operator.</summary>
public enum ApprovalMode
{
    Auto,
    Manual,
}
