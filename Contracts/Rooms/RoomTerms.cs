using Messages;
using Texts;

namespace Contracts.Rooms;

/// <summary>What its owner sets on a room, and the bounds of it.</summary>
/// <param name="Capacity">How many may be in it at once.</param>
public sealed record RoomTerms(string Name, int Capacity = RoomTerms.UsualCapacity, RoomAccess Access = RoomAccess.Open) : Extensible
{
    public const int UsualCapacity = 10;

    private const int MinName = 2;
    private const int MaxName = 50;
    private const int MinCapacity = 2;
    private const int MaxCapacity = 50;

    public void Check(FieldFaults faults) => faults
        .AddIf(
            Characters.IsBlank(Name) || Characters.Count(Name) is < MinName or > MaxName || Name.Any(char.IsControl),
            "name",
            $"has {MinName} to {MaxName} characters and no control character.")
        .Range(Capacity, "capacity", MinCapacity, MaxCapacity);
}
