using AuthService.Mails;
using Contracts.Teams;
using MassTransit;

namespace AuthService.Teams;

internal sealed class ResendInvitationConsumer(TeamDecisions decisions, InvitedAddresses addresses, MailTokens tokens, TimeProvider time) : IConsumer<ResendInvitation>
{
    public async Task Consume(ConsumeContext<ResendInvitation> context)
    {
        var ((teamId, id, caller), command, now) = (context.Message, context.MessageId ?? NewId.NextGuid(), time.GetUtcNow());
        var answer = await decisions.Decide(
            teamId, caller, command,
            (team, by) => team.Resend(by, id, tokens.Create(command, teamId), now),
            team => team.InvitationOf(id)?.ToDetails(now) ?? (object)Refusals.NoSuchInvitation,
            context.CancellationToken,
            team => addresses.TakeMail(team.InvitationOf(id)!.NormalizedEmail, teamId, now, context.CancellationToken));
        await context.RespondAsync(answer, answer.GetType());
    }
}
