using System.Text;
using System.Text.Json;
using CampaignService.Owners;
using CampaignService.Platforms;
using Contracts;
using Contracts.Connections;
using Documents;
using Hosting.Secrets;
using MassTransit;

namespace CampaignService.Credentials;

internal sealed class ConnectAccountConsumer(
    KnownPlatforms platforms,
    [FromKeyedServices(HttpPlatform.Section)] SecretCipher travelling,
    SealedCredentials credentials,
    IDocumentStore<ConnectedAccount> accounts,
    ForgottenOwners forgotten,
    TimeProvider time,
    ILogger<ConnectAccountConsumer> logger) : IConsumer<ConnectAccount>
{
    private const int MostOfOwner = 1000;

    public async Task Consume(ConsumeContext<ConnectAccount> context)
    {
        var message = context.Message;
        object answer = Judge(message, out var given) ?? await Connect(message, given, context.MessageId ?? NewId.NextGuid(), context.CancellationToken);
        await context.RespondAsync(answer, answer.GetType());
    }

    private Refused? Judge(ConnectAccount message, out byte[] given)
    {
        given = [];
        if (platforms.Find(message.Platform) is not { } platform)
        {
            return Refusals.NoPlatform;
        }

        if (!travelling.TryOpen(message.Credentials, ConnectionRules.SealedFor(message.Owner, message.Platform, message.AccountId), out var text))
        {
            throw new InvalidOperationException("Credentials came that cannot be decrypted: Campaigns__EncryptionKey, or Jwt__Secret, is another at the Gateway than here.");
        }

        var faults = new FieldFaults().AccountId(message.AccountId).SyncEveryMinutes(message.SyncEveryMinutes);
        platform.Credentials.Check(JsonSerializer.Deserialize<JsonElement>(text), "credentials", faults);
        given = Encoding.UTF8.GetBytes(text);
        return faults.ToRefusal();
    }

    private async Task<object> Connect(ConnectAccount message, byte[] given, Guid command, CancellationToken cancellationToken)
    {
        var (owner, id) = (message.Owner, ConnectedAccount.IdOf(message.Owner, message.Platform, message.AccountId));
        while (true)
        {
            var known = await accounts.Get(id, cancellationToken);
            if (known is { IsConnected: true } && known.HasDone(command))
            {
                return new AccountConnected(known.ToDetails(), IsNew: known.CreatedAt == known.UpdatedAt);
            }

            if (known is not { IsConnected: true } && await accounts.Count(ConnectedAccount.Of(owner, null), cancellationToken) >= MostOfOwner)
            {
                return Refusals.TooManyAccounts;
            }

            var account = known ?? ConnectedAccount.Of(owner, message.Platform, message.AccountId, time.GetUtcNow());
            var isNew = !account.IsConnected;
            account.Connect(message, credentials.Seal(id, given), command, time.GetUtcNow());
            var result = known is null ? await accounts.Insert(account, cancellationToken) : await accounts.Update(account, cancellationToken);
            if (!result.IsSaved)
            {
                continue;
            }

            if (await forgotten.Has(owner, cancellationToken))
            {
                // It was deleted before anybody could see this.
                await accounts.Change(id, a => a.Disconnect(Actor.System, time.GetUtcNow()), cancellationToken);
                return Refusals.NoOwner;
            }

            logger.LogInformation("Credentials of {Platform} were stored for {Owner} by {UserId}", message.Platform, owner, message.Caller.UserId);
            return new AccountConnected(account.ToDetails(), isNew);
        }
    }
}
