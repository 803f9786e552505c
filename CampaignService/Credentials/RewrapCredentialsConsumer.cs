using Contracts.Connections;
using Documents;
using MassTransit;

namespace CampaignService.Credentials;

/// <summary>
/// One page of records at a time, then a message for the next: after a kill the run goes on with the page that it was at, of which
/// what is done already is left as it is.
/// </summary>
internal sealed class RewrapCredentialsConsumer(
    IDocumentStore<KeyRotation> rotations,
    IDocumentStore<ConnectedAccount> accounts,
    KeyUses uses,
    CredentialKeys keys,
    SealedCredentials credentials,
    TimeProvider time,
    ILogger<RewrapCredentialsConsumer> logger) : IConsumer<RewrapCredentials>
{
    private const int PageSize = 100;

    public async Task Consume(ConsumeContext<RewrapCredentials> context)
    {
        if (await rotations.Get(KeyRotation.OnlyId, context.CancellationToken) is not { } rotation || !rotation.IsNext(context.Message))
        {
            return;
        }

        var keyId = rotation.KeyId is null || rotation.Cursor is null ? await NextKey(rotation.KeyId, context.CancellationToken) : rotation.KeyId;
        if (keyId is null)
        {
            rotation.End(keys.Newest.Id, time.GetUtcNow());
        }
        else
        {
            var page = await accounts.Query(
                new Query<ConnectedAccount>().Where(a => a.KeyId, keyId).OrderBy(a => a.CreatedAt).After(Cursor.Parse(rotation.Cursor)).Take(PageSize),
                context.CancellationToken);
            var done = await Task.WhenAll(page.Items.Select(account => Rewrap(account.Id, keyId, context.CancellationToken)));
            rotation.Continue(keyId, page.NextCursor, done.Count(isDone => isDone));
        }

        // Saved by another delivery of this message, or of a run that was begun since: that goes on.
        if ((await rotations.Update(rotation, context.CancellationToken)).IsSaved && rotation.EndedAt is not null)
        {
            logger.LogInformation("{Count} records are wrapped by key {KeyId} now", rotation.Rewrapped, keys.Newest.Id);
        }
    }

    /// <summary>Without those that need not be followed, or cannot.</summary>
    private async Task<string?> NextKey(string? keyId, CancellationToken cancellationToken)
    {
        do
        {
            keyId = await uses.After(keyId, cancellationToken);
        }
        while (keyId is not null && (keyId == keys.Newest.Id || keys.Find(keyId) is null));
        return keyId;
    }

    private async Task<bool> Rewrap(string accountId, string keyId, CancellationToken cancellationToken)
    {
        var isDone = false;
        await accounts.Change(
            accountId,
            account =>
            {
                // Stored or taken away since it was found.
                if (account.KeyId != keyId || credentials.Rewrap(account.Id, account.Sealed!) is not { } envelope)
                {
                    return isDone = false;
                }

                account.Sealed = envelope;
                return isDone = true;
            },
            cancellationToken);
        return isDone;
    }
}
