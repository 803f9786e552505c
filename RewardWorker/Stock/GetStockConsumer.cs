using Contracts.Granting;
using Documents;
using MassTransit;

namespace RewardWorker.Stock;

internal sealed class GetStockConsumer(IDocumentStore<StockPool> pools) : IConsumer<GetStock>
{
    public async Task Consume(ConsumeContext<GetStock> context)
    {
        var found = await Task.WhenAll(context.Message.RewardIds.Select(id => pools.Get(id.ToString(), context.CancellationToken)));
        await context.RespondAsync(new StockList([.. found.OfType<StockPool>().Select(pool => pool.ToDetails())]));
    }
}
