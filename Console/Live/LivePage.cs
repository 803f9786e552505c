namespace OperatorsConsole.Live;

/// <summary>What is going on now.</summary>
/// <param name="NextCursor">Of the stages.</param>
public sealed record LivePage(IReadOnlyList<LiveStage> Stages, string? NextCursor, IReadOnlyList<Room> Rooms, bool MoreRooms);

public sealed record LiveStage(Stage Stage, StageStats Stats);
