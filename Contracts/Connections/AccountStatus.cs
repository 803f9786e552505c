namespace Contracts.Connections;

/// <summary>Whether a connected account is synced.</summary>
public enum AccountStatus
{
    Active,
    Inactive,
}
