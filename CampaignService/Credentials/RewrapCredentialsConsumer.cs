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

        var target = Find(rotation.KeyIds[^1]);
        var keyId = rotation.KeyId is null || rotation.Cursor is null ? await NextKey(rotation, context.CancellationToken) : rotation.KeyId;
        if (keyId is null)
        {
            rotation.End(await uses.Count(context.CancellationToken), time.GetUtcNow());
        }
        else
        {
            Find(keyId);
            var page = await accounts.Query(
                new Query<ConnectedAccount>().Where(a => a.KeyId, keyId).OrderBy(a => a.CreatedAt).After(Cursor.Parse(rotation.Cursor)).Take(PageSize),
                context.CancellationToken);
            var failed = await Task.WhenAll(page.Items.Select(account => Fails(account, keyId, target, context.CancellationToken)));
            rotation.Continue(keyId, page.NextCursor, failed.Count(isFailed => isFailed));
        }

        // Saved by another delivery of this message, or of a run that was begun since: that goes on.
        if ((await rotations.Update(rotation, context.CancellationToken)).IsSaved && rotation.EndedAt is not null)
        {
            logger.LogInformation("Records are wrapped by key {KeyId} now, but for {Count} that could not be unwrapped", target.Id, rotation.Failed);
        }
    }

    /// <summary>Of a run that was begun where other keys are configured: another instance, or this one later, takes it on.</summary>
    private CredentialKey Find(string keyId) =>
        keys.Find(keyId) ?? throw new InvalidOperationException($"Key {keyId} is not among Credentials__Keys here, but was where wrapping records anew was begun.");

    /// <summary>Without those that need not be followed, and those that were lost when it was begun.</summary>
    private async Task<string?> NextKey(KeyRotation rotation, CancellationToken cancellationToken)
    {
        var keyId = rotation.KeyId;
        do
        {
            keyId = await uses.After(keyId, cancellationToken);
        }
        while (keyId is not null && (keyId == rotation.KeyIds[^1] || (keys.Find(keyId) is null && !rotation.KeyIds.Contains(keyId))));
        return keyId;
    }

    private async Task<bool> Fails(ConnectedAccount found, string keyId, CredentialKey target, CancellationToken cancellationToken)
    {
        var isFailed = false;
        await accounts.Change(
            found.Id,
            account =>
            {
                isFailed = false;

                // Stored or taken away since it was found.
                if (account.KeyId != keyId)
                {
                    return false;
                }

                if (credentials.Rewrap(account.Id, account.Sealed!, target) is not { } envelope)
                {
                    isFailed = true;
                    return false;
                }

                account.Sealed = envelope;
                return true;
            },
            cancellationToken);
        if (isFailed)
        {
            logger.LogError("The data key of connection {ConnectionId} was changed, or key {KeyId} is another than the one that wrapped it", found.ConnectionId, keyId);
        }

        return isFailed;
    }
}
