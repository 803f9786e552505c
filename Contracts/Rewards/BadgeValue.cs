namespace Contracts.Rewards;

/// <summary>A badge.</summary>
public sealed record BadgeValue(string BadgeId) : RewardValue(RewardType.Badge)
{
    public override long ToAmount() => 1;

    public override RewardFields ToFields() => new(Type, BadgeId: BadgeId);

    internal static BadgeValue Read(RewardReader reader) => new(reader.Identifier(reader.Given.BadgeId, "badgeId") ?? "");
}
