using Contracts.Teams;
using MassTransit;

namespace AuthService.Teams;

internal sealed class DeclineInvitationConsumer(InvitationAnswers answers, TimeProvider time) : IConsumer<DeclineInvitation>
{
    public async Task Consume(ConsumeContext<DeclineInvitation> context)
    {
        var ((token, caller), command, now) = (context.Message, context.MessageId ?? NewId.NextGuid(), time.GetUtcNow());
        var (team, hash, refusal) = await answers.Give(
            token, caller, command, hasExpired: false, (team, user, hash) => team.Decline(user, hash, command, now), context.CancellationToken);
        object answer = refusal is not null ? refusal
            : team!.Invitations.FirstOrDefault(invitation => invitation.Token.Hash == hash)?.ToDetails(now) ?? (object)Refusals.InvalidToken;
        await context.RespondAsync(answer, answer.GetType());
    }
}
