namespace Contracts.Connections;

/// <summary>The answer to DisconnectAccount, and what CampaignService tells itself when an account was taken away, by whomever: what it had of
/// it goes too. ConnectionId is of this connection: the same account connected again has another.</summary>
public sealed record AccountDisconnected(Owner Owner, string Platform, string AccountId, Guid ConnectionId);
