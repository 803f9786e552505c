using Contracts;
using Contracts.Stages;
using Contracts.Users;
using Documents;
using LiveService.Stages;
using MassTransit;

namespace LiveService.Tokens;

internal sealed class IssueStageTokenConsumer(
    IDocumentStore<Stage> stages, IDocumentStore<StageToken> issued, StageTokens tokens, TimeProvider time, ILogger<IssueStageTokenConsumer> logger)
    : IConsumer<IssueStageToken>
{
    public async Task Consume(ConsumeContext<IssueStageToken> context)
    {
        var message = context.Message;
        var stage = await stages.Get(message.StageId.ToString(), context.CancellationToken);
        var refusal = Decide(stage, message);
        await context.Answer(refusal is null ? await Issue(message, context.CancellationToken) : null, refusal);
    }

    internal static Refused? Decide(Stage? stage, IssueStageToken message)
    {
        var faults = new FieldFaults();
        message.Terms.Check(faults);
        return faults.ToRefusal()
            ?? (stage is null ? Refusals.NoStage
                : message.Terms.MayPublish && !message.Caller.May(Permissions.StagesWrite) ? Refusals.NotPublisher
                : stage.Status == StageStatus.Closed ? Refusals.StageClosed
                : null);
    }

    private async Task<StageTokenIssued> Issue(IssueStageToken message, CancellationToken cancellationToken)
    {
        var token = StageToken.Of(message, time.GetUtcNow());
        var result = await issued.Insert(token, cancellationToken);
        if (!result.IsSaved)
        {
            token = await issued.Get(token.Id, cancellationToken) ?? throw new InvalidOperationException($"Stage token {token.Id} was not stored: {result}.");
        }
        else
        {
            logger.LogInformation("A token of stage {StageId} was issued to {UserId} as participant {ParticipantId}", message.StageId, token.UserId, token.Id);
        }

        return new StageTokenIssued(tokens.Write(token, message.Terms.Attributes), message.ParticipantId, token.Capabilities, token.ExpiresAt);
    }
}
