using Contracts.Viewing;
using MassTransit;

namespace LiveService.Viewing;

internal sealed class JoinStageConsumer(StageEntrance entrance, TimeProvider time) : IConsumer<JoinStage>
{
    public async Task Consume(ConsumeContext<JoinStage> context)
    {
        var message = context.Message;
        var (session, isNew, refusal) = await entrance.Join(
            message.SessionId, message.StageId, message.Token, message.Caller.UserId, context.CancellationToken);
        await context.Answer(session is null ? null : new StageJoined(session.ToDetails(time.GetUtcNow()), isNew), refusal);
    }
}
