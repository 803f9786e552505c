using Bus.Questions;
using Contracts;
using Contracts.ServiceAccounts;
using Documents;
using MassTransit;
using Sessions;

namespace AuthService.ServiceAccounts;

internal sealed class RotateServiceKeyConsumer(
    IDocumentStore<ServiceAccount> accounts, IServiceKeyStore keys, QuestionExpiry expiry, TimeProvider time, ILogger<RotateServiceKeyConsumer> logger)
    : IConsumer<RotateServiceKey>
{
    public async Task Consume(ConsumeContext<RotateServiceKey> context)
    {
        if (await Rotate(context.Message, context.MessageId ?? NewId.NextGuid(), expiry.HasExpired(context), context.CancellationToken) is { } answer)
        {
            await context.RespondAsync(answer, answer.GetType());
        }
    }

    /// <summary>Null when it has expired. A rotation that is saved already is told to the store of keys all the same.</summary>
    private async Task<object?> Rotate(RotateServiceKey message, Guid messageId, bool hasExpired, CancellationToken cancellationToken)
    {
        if (new FieldFaults().Overlap(message.OverlapSeconds).ToRefusal() is { } fault)
        {
            return fault;
        }

        while (await accounts.ById(message.ServiceAccountId, cancellationToken) is { } account)
        {
            if (CreateServiceAccountConsumer.Judge(message.Caller, account.Permissions) is { } refusal)
            {
                return refusal;
            }

            if (!account.HasDone(messageId))
            {
                if (hasExpired)
                {
                    return null;
                }

                // Before the change too, so that a store that is down stops it; and what it ends has ended by then.
                var before = message.OverlapSeconds == 0 ? account.WithoutKeys() : account.ToKeys();
                if (!account.Rotate(message, messageId, time.GetUtcNow()))
                {
                    return Refusals.TooManyKeys;
                }

                await keys.Set(before, cancellationToken);
                if (!(await accounts.Update(account, cancellationToken)).IsSaved)
                {
                    continue;
                }

                logger.LogInformation(
                    "Service account {ServiceAccountId} got a new key by {Actor}, the old works {OverlapSeconds} s", account.Id, Actor.Of(message.Caller), message.OverlapSeconds);
            }

            await keys.Set(account.ToKeys(), cancellationToken);
            return account.ToDetails();
        }

        return Refusals.NoSuchServiceAccount;
    }
}
