using Hosting.Logging;

namespace CampaignService.Credentials;

/// <summary>Says once, at the start, which keys are gone that records need, or are others of the same name.</summary>
internal sealed class TellLostKeys(KeyUses uses, CredentialKeys keys, SealedCredentials credentials, TimeProvider time, ILogger<TellLostKeys> logger) : BackgroundService
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                await Tell(stoppingToken);
                return;
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogWarning(Outage.Event, "The keys that records need could not be compared with those that are configured, trying again in {Delay}: {Reason}", RetryDelay, e.Message);
                await Task.Delay(RetryDelay, time, stoppingToken);
            }
        }
    }

    private async Task Tell(CancellationToken cancellationToken)
    {
        var used = await uses.Count(cancellationToken);
        var lost = used.Where(use => keys.Find(use.KeyId) is null).ToList();
        if (lost.Count > 0)
        {
            logger.LogError(
                "{Count} records of credentials cannot be opened, for their keys are not among Credentials__Keys: {Keys}",
                lost.Sum(use => use.Records),
                string.Join(", ", lost.Select(use => $"{use.KeyId} ({use.Records})")));
        }

        foreach (var use in used.Except(lost))
        {
            if (await uses.One(use.KeyId, cancellationToken) is { } account && !credentials.MayOpen(account))
            {
                logger.LogError(
                    "Key {KeyId} of Credentials__Keys does not open connection {ConnectionId}, one of its {Count} records: the key is another of the same name, or the record was changed",
                    use.KeyId, account.ConnectionId, use.Records);
            }
        }
    }
}
