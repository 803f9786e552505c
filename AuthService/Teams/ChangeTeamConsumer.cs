using Contracts;
using Contracts.Teams;
using MassTransit;

namespace AuthService.Teams;

internal sealed class ChangeTeamConsumer(TeamDecisions decisions, TimeProvider time) : IConsumer<ChangeTeam>
{
    public async Task Consume(ConsumeContext<ChangeTeam> context)
    {
        var (id, name, caller) = context.Message;
        object answer = new FieldFaults().TeamName(name).ToRefusal() ?? await decisions.Decide(
            id, caller, context.MessageId ?? NewId.NextGuid(),
            (team, by) => team.Rename(by, name.Trim(), time.GetUtcNow()), team => team.ToSummary(caller.UserId), context.CancellationToken);
        await context.RespondAsync(answer, answer.GetType());
    }
}
