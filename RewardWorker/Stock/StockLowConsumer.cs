using System.Diagnostics.Metrics;
using Contracts.Granting;
using MassTransit;

namespace RewardWorker.Stock;

/// <summary>Warns operators, by log and metric, that a reward is running out.</summary>
internal sealed class StockLowConsumer(ILogger<StockLowConsumer> logger) : IConsumer<StockLow>
{
    private static readonly Meter Meter = new("Messaging.Stock");
    private static readonly Counter<long> Low = Meter.CreateCounter<long>("stock.low", description: "How often what is left of a reward fell to its lowStockAt.");

    public Task Consume(ConsumeContext<StockLow> context)
    {
        var message = context.Message;
        Low.Add(1);
        logger.LogWarning("Stock of reward {RewardId} of event {EventId} is low: {Remaining} left", message.RewardId, message.EventId, message.Remaining);
        return Task.CompletedTask;
    }
}
