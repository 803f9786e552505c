using Contracts.Stages;
using LiveService.Viewing;
using MassTransit;

namespace LiveService.Ending;

/// <summary>Finishes what a close or a revocation has begun, if its own process did not.</summary>
internal sealed class EndStageSessionsConsumer(OpenSessions sessions) : IConsumer<StageClosed>, IConsumer<StageTokenRevoked>
{
    public Task Consume(ConsumeContext<StageClosed> context) => sessions.EndOfStage(context.Message.StageId, context.CancellationToken);

    public Task Consume(ConsumeContext<StageTokenRevoked> context) =>
        sessions.EndOfParticipant(context.Message.ParticipantId, SessionEnd.TokenRevoked, context.CancellationToken);
}
