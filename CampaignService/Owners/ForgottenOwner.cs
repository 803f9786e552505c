using Contracts.Connections;
using Documents;

namespace CampaignService.Owners;

/// <summary>A user or team that is no more. Whoever stores looks here before, and OwnerStored afterwards.</summary>
internal sealed class ForgottenOwner : Document
{
    public static readonly Schema<ForgottenOwner> Schema = new("forgotten_owners");

    public required DateTimeOffset At { get; init; }

    public static ForgottenOwner Of(Owner owner, DateTimeOffset now) => new() { Id = owner.ToString(), At = now };
}
