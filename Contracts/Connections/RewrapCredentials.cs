namespace Contracts.Connections;

/// <summary>From CampaignService to itself: the next records of a run are wrapped by the newest key. Step counts the messages of the run.</summary>
public sealed record RewrapCredentials(Guid RunId, int Step);
