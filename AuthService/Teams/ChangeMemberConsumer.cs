using AuthService.Users;
using Contracts;
using Contracts.Teams;
using Documents;
using MassTransit;

namespace AuthService.Teams;

internal sealed class ChangeMemberConsumer(TeamDecisions decisions, IDocumentStore<User> users, TimeProvider time) : IConsumer<ChangeMember>
{
    public async Task Consume(ConsumeContext<ChangeMember> context)
    {
        var answer = await Change(context.Message, context.MessageId ?? NewId.NextGuid(), context.CancellationToken);
        await context.RespondAsync(answer, answer.GetType());
    }

    private async Task<object> Change(ChangeMember message, Guid messageId, CancellationToken cancellationToken)
    {
        if (!Enum.IsDefined(message.Role))
        {
            return new FieldFaults().Add("role", "is one of OWNER, ADMIN, MEMBER.").ToRefusal()!;
        }

        // Who has no account any more becomes nothing; an OWNER least of all.
        var account = await users.ById(message.UserId.ToString(), cancellationToken);
        var answer = await decisions.Decide(
            message.TeamId, message.Caller, messageId,
            (team, by) => team.ChangeRole(by, account is null ? Guid.Empty : message.UserId, message.Role, time.GetUtcNow()),
            team => (object?)team.MemberOf(message.UserId) ?? Refusals.NoSuchMember,
            cancellationToken);
        return answer is Member member ? account is null ? Refusals.NoSuchMember : member.ToDetails(account) : answer;
    }
}
