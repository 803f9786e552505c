using Contracts.Rooms;
using Contracts.Stages;
using LiveService.Viewing;
using MassTransit;

namespace LiveService.Hubs;

/// <summary>On each instance: tells those of its connections whom a change concerns, whichever instance made it.</summary>
internal sealed class TellConnectionsConsumer(HubStages stages, RoomMembers rooms) : IConsumer<StageClosed>, IConsumer<StageTokenRevoked>, IConsumer<RoomsChanged>
{
    public Task Consume(ConsumeContext<StageClosed> context)
    {
        stages.End(member => member.StageId == context.Message.StageId, SessionEnd.StageClosed);
        return Task.CompletedTask;
    }

    public Task Consume(ConsumeContext<StageTokenRevoked> context)
    {
        stages.End(member => member.ParticipantId == context.Message.ParticipantId, SessionEnd.TokenRevoked);
        return Task.CompletedTask;
    }

    public Task Consume(ConsumeContext<RoomsChanged> context) =>
        Task.WhenAll(context.Message.RoomIds.Select(room => rooms.Refresh(room, context.CancellationToken)));
}
