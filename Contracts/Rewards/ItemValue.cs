namespace Contracts.Rewards;

/// <summary>So many pieces of an item.</summary>
public sealed record ItemValue(string ItemId, int Quantity) : RewardValue(RewardType.Item)
{
    public override long ToAmount() => Quantity;

    public override RewardFields ToFields() => new(Type, ItemId: ItemId, Quantity: Quantity);

    internal static ItemValue Read(RewardReader reader) => new(
        reader.Identifier(reader.Given.ItemId, "itemId") ?? "", (int)reader.Number(reader.Given.Quantity, "quantity", 1_000_000));
}
