using Contracts.Connections;
using Documents;

namespace CampaignService.Owners;

internal sealed class ForgottenOwners(IDocumentStore<ForgottenOwner> owners, TimeProvider time)
{
    /// <summary>Before what the owner has is looked for.</summary>
    public Task Add(Owner owner, CancellationToken cancellationToken) => owners.Insert(ForgottenOwner.Of(owner, time.GetUtcNow()), cancellationToken);

    public async Task<bool> Has(Owner owner, CancellationToken cancellationToken) => await owners.Get(owner.ToString(), cancellationToken) is not null;
}
