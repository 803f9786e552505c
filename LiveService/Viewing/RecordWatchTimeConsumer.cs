using Contracts.Viewing;
using Documents;
using MassTransit;

namespace LiveService.Viewing;

internal sealed class RecordWatchTimeConsumer(IDocumentStore<WatchTime> times) : IConsumer<RecordWatchTime>
{
    public async Task Consume(ConsumeContext<RecordWatchTime> context)
    {
        var message = context.Message;
        var id = WatchTime.IdOf(message.StageId, message.UserId);
        while (await times.Change(id, known => known.Add(message), context.CancellationToken) is null)
        {
            var first = new WatchTime { Id = id };
            if (!first.Add(message) || (await times.Insert(first, context.CancellationToken)).IsSaved)
            {
                return;
            }
        }
    }
}
