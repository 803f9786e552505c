using Contracts.Viewing;
using Documents;
using LiveService.Stages;
using MassTransit;

namespace LiveService.Viewing;

internal sealed class GetStageStatsConsumer(IDocumentStore<Stage> stages, StageAudience audience) : IConsumer<GetStageStats>
{
    public async Task Consume(ConsumeContext<GetStageStats> context)
    {
        var stage = await stages.Get(context.Message.StageId.ToString(), context.CancellationToken);
        await context.Answer(
            stage is null ? null : await audience.Of(context.Message.StageId).WaitAsync(context.CancellationToken), stage is null ? Refusals.NoStage : null);
    }
}
