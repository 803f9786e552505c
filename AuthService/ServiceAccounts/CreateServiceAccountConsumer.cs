using Contracts;
using Contracts.ServiceAccounts;
using Contracts.Users;
using Documents;
using MassTransit;
using Sessions;

namespace AuthService.ServiceAccounts;

internal sealed class CreateServiceAccountConsumer(
    IDocumentStore<ServiceAccount> accounts, IServiceKeyStore keys, TimeProvider time, ILogger<CreateServiceAccountConsumer> logger) : IConsumer<CreateServiceAccount>
{
    public async Task Consume(ConsumeContext<CreateServiceAccount> context)
    {
        var answer = await Create(context.Message, context.MessageId ?? NewId.NextGuid(), context.CancellationToken);
        await context.RespondAsync(answer, answer.GetType());
    }

    /// <summary>Persons alone: what a service account made would outlive it. Nobody hands out more than he has.</summary>
    internal static Refused? Judge(Caller caller, IReadOnlyList<string> permissions) =>
        caller.Permissions is null && caller.May(Permissions.UsersWrite) && permissions.All(caller.May) ? null : Refusals.NotOverServiceAccount;

    private async Task<object> Create(CreateServiceAccount message, Guid messageId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (new FieldFaults().ServiceAccount(message.Name, message.Permissions, message.ExpiresAt, now).ToRefusal() is { } fault)
        {
            return fault;
        }

        if (Judge(message.Caller, message.Permissions) is { } refusal)
        {
            return refusal;
        }

        var account = ServiceAccount.Of(message, messageId, now);
        if ((await accounts.Insert(account, cancellationToken)).IsSaved)
        {
            logger.LogInformation("Service account {ServiceAccountId} was created by {Actor}", account.Id, Actor.Of(message.Caller));
            return account.ToDetails();
        }

        return await Repeat(message, messageId, cancellationToken);
    }

    /// <summary>The same call again: its caller has not got the key that the first attempt was made with, so that this one takes its place.</summary>
    private async Task<object> Repeat(CreateServiceAccount message, Guid messageId, CancellationToken cancellationToken)
    {
        while (await accounts.ById(message.ServiceAccountId, cancellationToken) is { } account)
        {
            if (account.HasDone(messageId))
            {
                return account.ToDetails();
            }

            if (!account.IsUntouched)
            {
                return Refusals.ServiceAccountInUse;
            }

            await keys.Set(account.WithoutKeys(), cancellationToken);
            account.Replace(message, messageId, time.GetUtcNow());
            if ((await accounts.Update(account, cancellationToken)).IsSaved)
            {
                await keys.Set(account.ToKeys(), cancellationToken);
                return account.ToDetails();
            }
        }

        return Refusals.NoSuchServiceAccount;
    }
}
