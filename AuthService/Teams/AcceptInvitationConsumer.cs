using Bus.Questions;
using Contracts.Teams;
using MassTransit;

namespace AuthService.Teams;

internal sealed class AcceptInvitationConsumer(InvitationAnswers answers, QuestionExpiry expiry, TimeProvider time, ILogger<AcceptInvitationConsumer> logger)
    : IConsumer<AcceptInvitation>
{
    public async Task Consume(ConsumeContext<AcceptInvitation> context)
    {
        var ((token, caller), command) = (context.Message, context.MessageId ?? NewId.NextGuid());
        var (team, _, refusal) = await answers.Give(
            token, caller, command, expiry.HasExpired(context), (team, user, hash) => team.Accept(user, hash, command, time.GetUtcNow()), context.CancellationToken);
        if (team is not null)
        {
            logger.LogInformation("User {UserId} joined team {TeamId}", caller.UserId, team.Id);
        }

        object answer = refusal is not null ? refusal : team!.ToSummary(caller.UserId);
        await context.RespondAsync(answer, answer.GetType());
    }
}
