using Contracts.Events;
using EventService.Events;
using EventService.Terms;

namespace EventService.Requests;

/// <summary>A request that its event allows at this moment, before it is stored.</summary>
/// <param name="Evaluation">Of the event's condition; null when it has none.</param>
internal sealed record NewRequest(
    Guid Id, Guid UserId, EventDocument Event, RewardTermsDocument Terms, Evaluation? Evaluation, DateTimeOffset At);
