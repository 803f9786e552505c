using CampaignService.Owners;
using Contracts;
using Contracts.Connections;
using Documents;

namespace CampaignService.Configurations;

/// <summary>Loads the configurations of an owner, decides and saves, and again from the start when another writer came between.</summary>
internal sealed class ConfigDecisions(IDocumentStore<PlatformConfigs> configs, ForgottenOwners forgotten, TimeProvider time)
{
    /// <param name="decide">Null, or why not.</param>
    /// <param name="answer">Once it is saved, or was by an earlier delivery.</param>
    public async Task<object> Decide(
        Owner owner,
        string platform,
        Guid command,
        Func<PlatformConfigs, Refused?> decide,
        Func<PlatformConfigs, object> answer,
        CancellationToken cancellationToken)
    {
        while (true)
        {
            var known = await configs.Get(PlatformConfigs.IdOf(owner, platform), cancellationToken);
            var document = known ?? PlatformConfigs.Of(owner, platform, time.GetUtcNow());
            if (document.HasDone(command))
            {
                return answer(document);
            }

            if (decide(document) is { } refusal)
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
                return await Stays(owner, document, cancellationToken) ? answer(document) : Refusals.NoOwner;
            }
        }
    }

    /// <summary>The owner may have been deleted before anybody could see this. False when it was.</summary>
    private async Task<bool> Stays(Owner owner, PlatformConfigs document, CancellationToken cancellationToken)
    {
        if (!await forgotten.Has(owner, cancellationToken))
        {
            return true;
        }

        await configs.Change(document.Id, known => known.Clear(time.GetUtcNow()), cancellationToken);
        return false;
    }
}
