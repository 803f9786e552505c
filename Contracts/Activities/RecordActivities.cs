namespace Contracts.Activities;

/// <summary>From the Gateway for an operator or a trusted server, 1 to 1000 at once. Answered with ActivitiesRecorded, after which
/// each counts, or Refused VALIDATION_FAILED.</summary>
public sealed record RecordActivities(IReadOnlyList<Activity> Activities);
