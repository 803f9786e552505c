using AuthService.Sessions;
using AuthService.Users;
using Bus.Questions;
using Contracts;
using Contracts.Users;
using MassTransit;

namespace AuthService.Accounts;

internal sealed class ChangeRolesConsumer(RoleChanges changes, UserSessions sessions, QuestionExpiry expiry, ILogger<ChangeRolesConsumer> logger)
    : IConsumer<ChangeRoles>
{
    public async Task Consume(ConsumeContext<ChangeRoles> context)
    {
        if (await Change(context.Message, context.MessageId ?? NewId.NextGuid(), expiry.HasExpired(context), context.CancellationToken) is { } answer)
        {
            await context.RespondAsync(answer, answer.GetType());
        }
    }

    internal static bool AreValid(IReadOnlyList<Role>? roles) =>
        roles is { Count: > 0 } && roles.All(Enum.IsDefined) && roles.Distinct().Count() == roles.Count;

    private async Task<object?> Change(ChangeRoles message, Guid messageId, bool hasExpired, CancellationToken cancellationToken)
    {
        if (!message.Caller.May(Permissions.UsersWrite))
        {
            return Refusals.NotAdministrator;
        }

        if (!AreValid(message.Roles))
        {
            return Refusals.Invalid("roles", "Name at least one of USER, OPERATOR, AUDITOR and ADMIN, and none of them twice.");
        }

        var outcome = await changes.Change(
            message.UserId.ToString(),
            user => message.Caller.Covers(user.Roles.Concat(message.Roles)) ? message.Roles : null,
            Actor.Of(message.Caller),
            messageId,
            hasExpired,
            cancellationToken);
        if (outcome is not User user)
        {
            return outcome;
        }

        // Also when nothing changed: this may be the second delivery of a command that was cut off just here.
        await sessions.EndAccess(user.Id, cancellationToken);
        logger.LogInformation("Roles of user {UserId} are {Roles}, set by {CallerId}", user.Id, user.Roles, message.Caller.UserId);
        return user.ToDetails();
    }
}
