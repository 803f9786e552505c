namespace Contracts.Rewards;

/// <summary>So many points.</summary>
public sealed record PointValue(long Points) : RewardValue(RewardType.Point)
{
    public override long ToAmount() => Points;

    public override RewardFields ToFields() => new(Type, Points: Points);

    internal static PointValue Read(RewardReader reader) => new(reader.Number(reader.Given.Points, "points", 1_000_000_000));
}
