using Contracts;
using Contracts.Connections;
using Documents;
using MassTransit;

namespace CampaignService.Credentials;

internal sealed class DisconnectAccountConsumer(IDocumentStore<ConnectedAccount> accounts, TimeProvider time, ILogger<DisconnectAccountConsumer> logger)
    : IConsumer<DisconnectAccount>
{
    public async Task Consume(ConsumeContext<DisconnectAccount> context)
    {
        var ((owner, platform, accountId, caller), command) = (context.Message, context.MessageId ?? NewId.NextGuid());
        var isDone = false;
        var account = await accounts.Change(
            ConnectedAccount.IdOf(owner, platform, accountId),
            known =>
            {
                isDone = known.HasDone(command);
                if (isDone || !known.Disconnect(Actor.Of(caller), time.GetUtcNow()))
                {
                    return false;
                }

                known.Remember(command);
                return isDone = true;
            },
            context.CancellationToken);
        if (isDone)
        {
            logger.LogInformation("Connection {ConnectionId} of {Owner} was deleted by {UserId}", account!.ConnectionId, owner, caller.UserId);
        }

        object answer = isDone ? new AccountDisconnected(owner, platform, accountId, account!.ConnectionId) : Refusals.NoAccount;
        await context.RespondAsync(answer, answer.GetType());
    }
}
