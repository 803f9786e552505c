using Contracts.Campaigns;
using Contracts.Granting;

namespace Contracts.Reports;

/// <summary>What has become of an event's requests. Granted and Points: what stands in the ledger. Users: who made a request.
/// Campaign: null when the event names none. CampaignNamedBy: who may see that campaign, as whose it is reported.
/// RebuildingSince: null unless it is counted anew.</summary>
public sealed record EventReport(
    Guid EventId, IReadOnlyList<StatusCount> ByStatus, IReadOnlyList<StandingGrants> Granted, long Points, long Users, CampaignReference? Campaign,
    Guid? CampaignNamedBy = null,
    DateTimeOffset? RebuildingSince = null);
