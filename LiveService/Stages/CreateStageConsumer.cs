using Contracts;
using Contracts.Stages;
using Documents;
using MassTransit;

namespace LiveService.Stages;

internal sealed class CreateStageConsumer(IDocumentStore<Stage> stages, TimeProvider time, ILogger<CreateStageConsumer> logger) : IConsumer<CreateStage>
{
    public async Task Consume(ConsumeContext<CreateStage> context)
    {
        var message = context.Message;
        var faults = new FieldFaults();
        message.Terms.Check(faults);
        var refusal = faults.ToRefusal();
        await context.Answer(refusal is null ? (await Insert(message, context.CancellationToken)).ToDetails() : null, refusal);
    }

    /// <summary>A repeat finds what the first has made.</summary>
    private async Task<Stage> Insert(CreateStage message, CancellationToken cancellationToken)
    {
        var stage = Stage.Of(message, time.GetUtcNow());
        var result = await stages.Insert(stage, cancellationToken);
        if (result.IsSaved)
        {
            logger.LogInformation("Stage {StageId} was created by {UserId}", message.StageId, message.Caller.UserId);
            return stage;
        }

        return await stages.Get(stage.Id, cancellationToken)
            ?? throw new InvalidOperationException($"Stage {stage.Id} was not stored: {result}.");
    }
}
