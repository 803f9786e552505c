using CampaignService.Owners;
using Contracts;
using Contracts.Connections;
using Documents;

namespace CampaignService.Configurations;

/// <summary>Loads the configurations of an owner, decides and saves, and again from the start when another writer came between.</summary>
internal sealed class ConfigDecisions(IDocumentStore<PlatformConfigs> configs, ForgottenOwners forgotten, TimeProvider time)
{
    public Task<object> Decide(
        Owner owner,
        string platform,
        Guid command,
        Func<PlatformConfigs, Refused?> decide,
        Func<PlatformConfigs, object> answer,
        CancellationToken cancellationToken) =>
        Decide(owner, platform, command, document => Task.FromResult(decide(document)), answer, cancellationToken);

    /// <param name="decide">Null, or why not. Asked with each attempt.</param>
    /// <param name="answer">Once it is saved, or was by an earlier delivery.</param>
    public async Task<object> Decide(
        Owner owner,
        string platform,
        Guid command,
        Func<PlatformConfigs, Task<Refused?>> decide,
        Func<PlatformConfigs, object> answer,
        CancellationToken cancellationToken)
    {
        while (true)
        {
            var known = await configs.Get(PlatformConfigs.IdOf(owner, platform), cancellationToken);
            var document = known ?? PlatformConfigs.Of(owner, platform, time.GetUtcNow());

            // One who is deleted from here on has it taken away by OwnerStored, which goes with what is saved.
            if (await forgotten.Has(owner, cancellationToken))
            {
                return Refusals.NoOwner;
            }

            if (document.HasDone(command))
            {
                return answer(document);
            }

            if (await decide(document) is { } refusal)
            {
                return refusal;
            }

            if (document.Raised.Count == 0)
            {
                return answer(document);
            }

            document.Remember(command);
            var result = known is null ? await configs.Insert(document, cancellationToken) : await configs.Update(document, cancellationToken);
            if (result.IsSaved)
            {
                return answer(document);
            }
        }
    }
}
