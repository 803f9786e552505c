using AuthService.SecondFactors;
using AuthService.Sessions;
using AuthService.Users;
using Bus.Questions;
using Contracts.Users;
using Documents;
using MassTransit;

namespace AuthService.Accounts;

internal sealed class ConfirmMfaConsumer(
    IDocumentStore<User> users,
    UserSessions sessions,
    SecondFactorCodes codes,
    QuestionExpiry expiry,
    TimeProvider time,
    ILogger<ConfirmMfaConsumer> logger)
    : IConsumer<ConfirmMfa>
{
    public async Task Consume(ConsumeContext<ConfirmMfa> context)
    {
        // The same for every retry within one delivery.
        var made = context.ReceiveContext.GetOrAddPayload(() => new Made(RecoveryCodes.Make()));
        if (await Confirm(context.Message, made.Codes, context.MessageId ?? NewId.NextGuid(), expiry.HasExpired(context), context.CancellationToken) is { } answer)
        {
            await context.RespondAsync(answer, answer.GetType());
        }
    }

    /// <summary>
    /// Null when it has expired, and when another delivery of it was carried out: only that one has the codes. A change that is saved
    /// already is finished all the same: sessions may be left to end.
    /// </summary>
    private async Task<object?> Confirm(ConfirmMfa message, string[] recoveryCodes, Guid messageId, bool hasExpired, CancellationToken cancellationToken)
    {
        var userId = message.UserId.ToString();
        string[] hashes = [.. recoveryCodes.Select(code => RecoveryCodes.HashOf(code)!)];
        while (await users.ById(userId, cancellationToken) is { } user)
        {
            if (!user.HasDone(messageId))
            {
                if (hasExpired)
                {
                    return null;
                }

                if (user.SecondFactor is not { IsOn: false } || !user.TurnOnSecondFactor(codes.Read(user, message.Code), hashes, messageId, time.GetUtcNow()))
                {
                    logger.LogWarning("Second factor of user {UserId} is not turned on: {Reason}", userId, "mfa_code");
                    return Refusals.InvalidCode;
                }

                // Before and after: see RoleChanges.
                await sessions.EndOthers(userId, message.SessionId, cancellationToken);
                if (!(await users.Update(user, cancellationToken)).IsSaved)
                {
                    continue;
                }
            }

            await sessions.EndOthers(userId, message.SessionId, cancellationToken);
            logger.LogInformation("User {UserId} turned the second factor on", userId);
            return user.SecondFactor?.RecoveryHashes?.Contains(hashes[0]) == true ? new MfaConfirmed(recoveryCodes) : null;
        }

        return Refusals.NoSuchUser;
    }

    private sealed record Made(string[] Codes);
}
