using AuthService.Sessions;
using AuthService.Users;
using Bus.Questions;
using Contracts;
using Contracts.Users;
using Documents;
using MassTransit;

namespace AuthService.Accounts;

internal sealed class DeleteUserConsumer(
    IDocumentStore<User> users,
    RoleChanges roles,
    UserSessions sessions,
    HiddenAddresses addresses,
    QuestionExpiry expiry,
    TimeProvider time,
    ILogger<DeleteUserConsumer> logger)
    : IConsumer<DeleteUser>
{
    public async Task Consume(ConsumeContext<DeleteUser> context)
    {
        if (await Delete(context.Message, context.MessageId ?? NewId.NextGuid(), expiry.HasExpired(context), context.CancellationToken) is { } answer)
        {
            await context.RespondAsync(answer, answer.GetType());
        }
    }

    /// <summary>Null when it has expired. A deletion that is saved already is finished all the same: sessions may be left to end.</summary>
    private async Task<object?> Delete(DeleteUser message, Guid messageId, bool hasExpired, CancellationToken cancellationToken)
    {
        if (!message.Caller.May(Permissions.UsersWrite))
        {
            return Refusals.NotAdministrator;
        }

        var (userId, actor) = (message.UserId.ToString(), Actor.Of(message.Caller));
        while (true)
        {
            if (await users.Get(userId, cancellationToken) is not { } user)
            {
                return Refusals.NoSuchUser;
            }

            if (user.Deletion is null)
            {
                if (hasExpired)
                {
                    return null;
                }

                if (!message.Caller.Covers(user.Roles))
                {
                    return Refusals.NotOverStronger;
                }

                // An ADMIN comes off the roster first: it knows whether there is another one.
                if (user.IsAdmin())
                {
                    var outcome = await roles.Change(userId, Without(Role.Admin), actor, cancellationToken: cancellationToken);
                    if (outcome is not User changed)
                    {
                        return outcome;
                    }

                    user = changed;
                }

                // Before and after: see RoleChanges.
                await sessions.End(userId, cancellationToken);
                user.Delete(actor, addresses.Seal(message.UserId, user.NormalizedEmail!), messageId, time.GetUtcNow());
                if (!(await users.Update(user, cancellationToken)).IsSaved)
                {
                    continue;
                }
            }

            // Also for another command: the one that deleted the account may have been cut off just here.
            await sessions.End(userId, cancellationToken);
            if (user.Deletion != messageId)
            {
                return Refusals.NoSuchUser;
            }

            logger.LogInformation("User {UserId} was deleted by {CallerId}", userId, actor);
            return new UserDeleted(message.UserId);
        }
    }

    private static Func<User, IReadOnlyList<Role>> Without(Role role) => user => [.. user.Roles.Where(r => r != role).DefaultIfEmpty(Role.User)];
}
