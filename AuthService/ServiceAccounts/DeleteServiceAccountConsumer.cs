using Bus.Questions;
using Contracts;
using Contracts.ServiceAccounts;
using Documents;
using MassTransit;
using Sessions;

namespace AuthService.ServiceAccounts;

internal sealed class DeleteServiceAccountConsumer(
    IDocumentStore<ServiceAccount> accounts, IServiceKeyStore keys, QuestionExpiry expiry, TimeProvider time, ILogger<DeleteServiceAccountConsumer> logger)
    : IConsumer<DeleteServiceAccount>
{
    public async Task Consume(ConsumeContext<DeleteServiceAccount> context)
    {
        if (await Delete(context.Message, context.MessageId ?? NewId.NextGuid(), expiry.HasExpired(context), context.CancellationToken) is { } answer)
        {
            await context.RespondAsync(answer, answer.GetType());
        }
    }

    /// <summary>Null when it has expired. A deletion that is saved already is told to the store of keys all the same.</summary>
    private async Task<object?> Delete(DeleteServiceAccount message, Guid messageId, bool hasExpired, CancellationToken cancellationToken)
    {
        if (CreateServiceAccountConsumer.Judge(message.Caller, []) is { } refusal)
        {
            return refusal;
        }

        while (await accounts.Get(message.ServiceAccountId.ToString(), cancellationToken) is { } account)
        {
            if (account.Deletion is null)
            {
                if (hasExpired)
                {
                    return null;
                }

                // Before and after: see RotateServiceKeyConsumer.
                await keys.Set(account.WithoutKeys(), cancellationToken);
                account.Delete(message.Caller, messageId, time.GetUtcNow());
                if (!(await accounts.Update(account, cancellationToken)).IsSaved)
                {
                    continue;
                }

                logger.LogInformation("Service account {ServiceAccountId} was deleted by {Actor}", account.Id, Actor.Of(message.Caller));
            }

            // Also for another command: the one that deleted it may have been cut off just here.
            await keys.Set(account.ToKeys(), cancellationToken);
            return account.Deletion == messageId ? new ServiceAccountDeleted(message.ServiceAccountId) : Refusals.NoSuchServiceAccount;
        }

        return Refusals.NoSuchServiceAccount;
    }
}
