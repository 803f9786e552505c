using Contracts;
using Contracts.Granting;
using Documents.Pools;
using MassTransit;

namespace RewardWorker.Stock;

/// <summary>Makes and changes pools.</summary>
internal sealed class DefineStockConsumer(PoolCombiner<StockPool> pools) : IConsumer<DefineStock>, IConsumer<ChangePointBudget>
{
    public async Task Consume(ConsumeContext<DefineStock> context)
    {
        var message = context.Message;
        await pools.Apply(
            message.RewardId.ToString(), _ => true, () => StockPool.Of(message.RewardId, message.EventId, message.Policy));
    }

    public async Task Consume(ConsumeContext<ChangePointBudget> context)
    {
        var message = context.Message;
        await pools.Apply(
            StockPool.BudgetIdOf(message.EventId),
            pool =>
            {
                pool.ChangeBudget(message.Points, message.Revision);
                return true;
            },
            () => StockPool.OfBudget(message.EventId, message.Points, message.Revision));
    }
}

internal sealed class ChangeStockConsumer(PoolCombiner<StockPool> pools, ILogger<ChangeStockConsumer> logger) : IConsumer<ChangeStock>
{
    public async Task Consume(ConsumeContext<ChangeStock> context)
    {
        var message = context.Message;
        var (changed, details) = (await pools.Apply(
            message.RewardId.ToString(),
            pool => (Changed: pool.TryChange(message.Policy), Details: pool.ToDetails()),
            () => StockPool.Of(message.RewardId, message.EventId, message.Policy)))!.Value;
        if (!changed)
        {
            await context.RespondAsync(new Refused(
                Codes.InvalidState, $"{details.Stock - details.Remaining} are taken already: the stock cannot be less."));
            return;
        }

        logger.LogInformation("Stock of reward {RewardId} is {Stock}, {Remaining} of it left", message.RewardId, details.Stock, details.Remaining);
        await context.RespondAsync(details);
    }
}
