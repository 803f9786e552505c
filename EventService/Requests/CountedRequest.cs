using Contracts.Requests;
using Messages;

namespace EventService.Requests;

/// <summary>How a request stands in its event's report.</summary>
/// <param name="Generation">Of the report; what an earlier one has counted is not in it.</param>
/// <param name="Batch">With which it was counted last.</param>
/// <param name="Granted">Its rewards are counted as granted.</param>
internal sealed record CountedRequest(int Generation, long Batch, RequestStatus Status, bool Granted) : Extensible;

/// <summary>As what a request stays out of its event's report.</summary>
internal sealed record LeftOutRequest(RequestStatus Status, bool Granted) : Extensible;

/// <summary>A request of a batch, and as what it was counted.</summary>
internal sealed record CountedEntry(Guid RequestId, RequestStatus Status, bool Granted) : Extensible;
