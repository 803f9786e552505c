namespace Contracts.Stages;

/// <summary>A stage is OPEN until somebody closes it, for good.</summary>
public enum StageStatus
{
    Open,
    Closed,
}
