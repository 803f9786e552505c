namespace Contracts.Connections;

/// <summary>To whom connections belong.</summary>
public enum OwnerKind
{
    User,
    Team,
}
