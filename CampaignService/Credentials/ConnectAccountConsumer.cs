using System.Security.Cryptography;
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
    private const int MostTakenAway = 100;

    /// <summary>In which a command comes again, if it does: it is known by what is left of the account.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    public async Task Consume(ConsumeContext<ConnectAccount> context)
    {
        var message = context.Message;
        object answer;
        var refusal = Judge(message, out var given);
        try
        {
            answer = refusal ?? await Connect(message, given, context.MessageId ?? NewId.NextGuid(), context.CancellationToken);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(given);
        }

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

            // One who is deleted from here on has it taken away by OwnerStored, which goes with what is saved.
            if (await forgotten.Has(owner, cancellationToken))
            {
                return Refusals.NoOwner;
            }

            if (known is not null && known.HasDone(command))
            {
                return known.IsConnected ? new AccountConnected(known.ToDetails(), IsNew: known.CreatedAt == known.UpdatedAt) : Refusals.NoAccount;
            }

            if (known is not { IsConnected: true } && await accounts.Count(ConnectedAccount.Of(owner, null), cancellationToken) >= MostOfOwner)
            {
                return Refusals.TooManyAccounts;
            }

            if (known is null)
            {
                await Prune(owner, cancellationToken);
            }

            var account = known ?? ConnectedAccount.Of(owner, message.Platform, message.AccountId, time.GetUtcNow());
            var isNew = !account.IsConnected;
            account.Connect(message, credentials.Seal(id, given), command, time.GetUtcNow());
            var result = known is null ? await accounts.Insert(account, cancellationToken) : await accounts.Update(account, cancellationToken);
            if (!result.IsSaved)
            {
                continue;
            }

            logger.LogInformation("Credentials of {Platform} were stored for {Owner} by {UserId}", message.Platform, owner, message.Caller.UserId);
            return new AccountConnected(account.ToDetails(), isNew);
        }
    }

    /// <summary>However many accounts come and go, few are left of those that went.</summary>
    private async Task Prune(Owner owner, CancellationToken cancellationToken)
    {
        if (await accounts.Count(ConnectedAccount.TakenFrom(owner), cancellationToken) < MostTakenAway)
        {
            return;
        }

        var page = await accounts.Query(ConnectedAccount.TakenFrom(owner).Take(MostTakenAway), cancellationToken);
        foreach (var account in page.Items.Where(account => account.UpdatedAt < time.GetUtcNow() - Kept))
        {
            await accounts.Delete(account, cancellationToken);
        }
    }
}
