namespace Contracts.Rooms;

/// <summary>What a participant may bring into a room. Browsers hold each other to it: what passes between them passes by the platform.</summary>
public static class RoomPermissions
{
    public static readonly IReadOnlyList<string> All = ["audio", "video", "screen", "data"];

    public static void Check(IReadOnlyList<string> permissions, FieldFaults faults) => faults.AddIf(
        permissions.Except(All).Any() || permissions.Distinct().Count() != permissions.Count,
        "permissions",
        $"are some of {string.Join(", ", All)}, each once.");
}
