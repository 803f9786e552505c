using Contracts;
using Contracts.Connections;
using Documents;
using MassTransit;

namespace CampaignService.Credentials;

internal sealed class ChangeConnectedAccountConsumer(IDocumentStore<ConnectedAccount> accounts, SealedCredentials credentials, TimeProvider time)
    : IConsumer<ChangeConnectedAccount>
{
    public async Task Consume(ConsumeContext<ChangeConnectedAccount> context)
    {
        var message = context.Message;
        object answer = new FieldFaults()
            .SyncEveryMinutes(message.SyncEveryMinutes)
            .AddIf(message.Status is { } status && !Enum.IsDefined(status), "status", "is one of ACTIVE, INACTIVE.")
            .ToRefusal() ?? await Change(message, context.MessageId ?? NewId.NextGuid(), context.CancellationToken);
        await context.RespondAsync(answer, answer.GetType());
    }

    private async Task<object> Change(ChangeConnectedAccount message, Guid command, CancellationToken cancellationToken)
    {
        Refused? refusal = null;
        var account = await accounts.Change(
            ConnectedAccount.IdOf(message.Owner, message.Platform, message.AccountId),
            known =>
            {
                // A later change, or a connection that was made anew, stays.
                refusal = !known.HasDone(command) ? known.Change(message, credentials.MayOpen(known), command, time.GetUtcNow())
                    : known.IsConnected ? null
                    : Refusals.NoAccount;
                return known.Raised.Count > 0;
            },
            cancellationToken);
        return account is null ? Refusals.NoAccount : refusal is not null ? refusal : account.ToDetails();
    }
}
