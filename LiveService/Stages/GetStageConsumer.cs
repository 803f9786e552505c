using Contracts.Stages;
using Documents;
using MassTransit;

namespace LiveService.Stages;

internal sealed class GetStageConsumer(IDocumentStore<Stage> stages) : IConsumer<GetStage>
{
    public async Task Consume(ConsumeContext<GetStage> context)
    {
        var stage = await stages.Get(context.Message.StageId.ToString(), context.CancellationToken);
        await context.Answer(stage?.ToDetails(), stage is null ? Refusals.NoStage : null);
    }
}
