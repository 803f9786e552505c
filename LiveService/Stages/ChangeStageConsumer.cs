using Contracts;
using Contracts.Audit;
using Contracts.Stages;
using Documents;
using MassTransit;

namespace LiveService.Stages;

internal sealed class ChangeStageConsumer(IDocumentStore<Stage> stages, TimeProvider time) : IConsumer<ChangeStage>
{
    public async Task Consume(ConsumeContext<ChangeStage> context)
    {
        var message = context.Message;
        Refused? refusal = null;
        var stage = await stages.Change(
            message.StageId.ToString(),
            loaded =>
            {
                (var changed, refusal) = Decide(loaded, message, time.GetUtcNow());
                return changed;
            },
            context.CancellationToken);
        await context.Answer(stage?.ToDetails(), stage is null ? Refusals.NoStage : refusal);
    }

    internal static (bool Changed, Refused? Refusal) Decide(Stage stage, ChangeStage message, DateTimeOffset now)
    {
        if (stage.Status == StageStatus.Closed)
        {
            return (false, Refusals.StageClosed);
        }

        var faults = new FieldFaults();
        var terms = stage.Terms.With(message, faults);
        terms.Check(faults);
        if (faults.ToRefusal() is { } refusal)
        {
            return (false, refusal);
        }

        if (terms == stage.Terms)
        {
            return (false, null);
        }

        var (before, after) = Snapshot.Difference(Snapshot.Of(stage.Terms), Snapshot.Of(terms));
        stage.Terms = terms;
        stage.Raise(ChangeRecorded.Of(now, Actor.Of(message.Caller), "stage.updated", Stage.TargetOf(stage.Id), before, after));
        return (true, null);
    }
}
