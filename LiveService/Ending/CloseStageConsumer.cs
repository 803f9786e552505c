using Contracts.Stages;
using Documents;
using LiveService.Stages;
using LiveService.Viewing;
using MassTransit;

namespace LiveService.Ending;

internal sealed class CloseStageConsumer(IDocumentStore<Stage> stages, OpenSessions sessions, TimeProvider time, ILogger<CloseStageConsumer> logger)
    : IConsumer<CloseStage>
{
    public async Task Consume(ConsumeContext<CloseStage> context)
    {
        var (stageId, caller) = context.Message;
        var closed = false;
        var stage = await stages.Change(stageId.ToString(), s => closed = s.Close(caller, time.GetUtcNow()), context.CancellationToken);
        if (closed)
        {
            logger.LogInformation("Stage {StageId} was closed by {UserId}", stageId, caller.UserId);
        }

        if (stage is not null)
        {
            await sessions.EndOfStage(stageId, context.CancellationToken);
        }

        await context.Answer(stage?.ToDetails(), stage is null ? Refusals.NoStage : null);
    }
}
