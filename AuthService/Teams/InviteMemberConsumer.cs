using AuthService.Mails;
using AuthService.Users;
using Contracts;
using Contracts.Teams;
using Documents;
using MassTransit;

namespace AuthService.Teams;

internal sealed class InviteMemberConsumer(
    TeamDecisions decisions,
    InvitedAddresses addresses,
    IDocumentStore<User> users,
    MailTokens tokens,
    TimeProvider time,
    ILogger<InviteMemberConsumer> logger)
    : IConsumer<InviteMember>
{
    public async Task Consume(ConsumeContext<InviteMember> context)
    {
        var answer = await Invite(context.Message, context.MessageId ?? NewId.NextGuid(), context.CancellationToken);
        await context.RespondAsync(answer, answer.GetType());
    }

    private async Task<object> Invite(InviteMember message, Guid messageId, CancellationToken cancellationToken)
    {
        var (email, now) = (EmailAddress.Parse(message.Email), time.GetUtcNow());
        if (new FieldFaults().AddIf(email is null, "email", EmailAddress.Rule).InvitedRole(message.Role).ToRefusal() is { } refusal)
        {
            return refusal;
        }

        var invited = await users.ByEmail(email!, cancellationToken);
        var token = tokens.Create(messageId, message.TeamId);
        var answer = await decisions.Decide(
            message.TeamId, message.Caller, messageId,
            (team, by) => team.Invite(by, message, email!, invited is null ? null : Guid.Parse(invited.Id), token, now),
            team => team.InvitationOf(email!)?.ToDetails(now) ?? (object)Refusals.NoSuchInvitation,
            cancellationToken,
            _ => addresses.TakeMail(email!.Normalized, message.TeamId, now, cancellationToken));
        if (answer is InvitationDetails invitation)
        {
            logger.LogInformation("Invitation {InvitationId} to team {TeamId} was made by {UserId}", invitation.Id, message.TeamId, message.Caller.UserId);
        }

        return answer;
    }
}
