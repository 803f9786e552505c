using OperatorsConsole.Events.Rewards;

namespace OperatorsConsole.Rewards;

/// <summary>A page of events with what each of them gives.</summary>
public sealed record StockPage(IReadOnlyList<EventStock> Events, string? NextCursor);

public sealed record EventStock(Guid Id, string Name, IReadOnlyList<RewardLine> Rewards);

/// <summary>What stock is to be; null for no limit, and for no warning.</summary>
public sealed record WantedStock(int? Stock, int? LowStockAt)
{
    public static WantedStock Of(RewardLine read)
    {
        ArgumentNullException.ThrowIfNull(read);
        return new WantedStock(read.Stock, read.LowStockAt);
    }

    /// <summary>What differs from what was read, and nothing else.</summary>
    public RewardChange ChangeOf(RewardLine read)
    {
        ArgumentNullException.ThrowIfNull(read);
        return new RewardChange
        {
            Stock = Stock == read.Stock ? default : new Optional<int?>(Stock),
            LowStockAt = LowStockAt == read.LowStockAt ? default : new Optional<int?>(LowStockAt),
        };
    }
}
