namespace Contracts.Granting;

/// <summary>The answer to FindOversold: units and points that are granted beyond what there is. Next begins the part behind;
/// null after the last.</summary>
public sealed record Oversold(long Units, string? Next);
