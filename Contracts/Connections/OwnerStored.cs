namespace Contracts.Connections;

/// <summary>From CampaignService to itself, with the first that it stores of an owner: if he was deleted meanwhile, that goes again.</summary>
public sealed record OwnerStored(Owner Owner);
