namespace Contracts.Activities;

/// <summary>The answer to RecordActivities: how many were new, and how many were known already.</summary>
public sealed record ActivitiesRecorded(int Accepted, int Duplicates);
