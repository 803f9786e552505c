using AuthService.SecondFactors;
using AuthService.Users;
using Contracts.Users;
using Documents;
using MassTransit;

namespace AuthService.Accounts;

internal sealed class BeginMfaConsumer(IDocumentStore<User> users, SecondFactorCodes codes) : IConsumer<BeginMfa>
{
    public async Task Consume(ConsumeContext<BeginMfa> context)
    {
        var answer = await Begin(context.Message.UserId.ToString(), context.MessageId ?? NewId.NextGuid(), context.CancellationToken);
        await context.RespondAsync(answer, answer.GetType());
    }

    private async Task<object> Begin(string userId, Guid messageId, CancellationToken cancellationToken)
    {
        while (await users.ById(userId, cancellationToken) is { } user)
        {
            if (user.HasSecondFactor())
            {
                return Refusals.MfaEnabled;
            }

            // Delivered again: the secret that the authenticator may have by now.
            if (user.HasDone(messageId) && user.SecondFactor is not null)
            {
                return Begun(user, codes.Open(user));
            }

            var secret = SecondFactorCodes.MakeSecret();
            user.BeginSecondFactor(codes.Seal(user, secret), messageId);
            if ((await users.Update(user, cancellationToken)).IsSaved)
            {
                return Begun(user, secret);
            }
        }

        return Refusals.NoSuchUser;
    }

    private MfaBegun Begun(User user, string secret) => new(secret, codes.UriOf(user, secret));
}
