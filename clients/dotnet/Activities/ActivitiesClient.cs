namespace Messaging.Client;

/// <summary>Something a user did. Key makes it idempotent for that user and type; Data holds texts and numbers by name.</summary>
public sealed record Activity(Guid UserId, string Type, DateTimeOffset OccurredAt, string Key, IReadOnlyDictionary<string, DataValue>? Data = null);

/// <summary>How many were new, and how many were known already.</summary>
public sealed record RecordedActivities(int Accepted, int Duplicates);

/// <summary>What users did, which conditions count.</summary>
public sealed class ActivitiesClient
{
    private readonly Api api;

    internal ActivitiesClient(Api api) => this.api = api;

    /// <summary>1 to 1000 at once, all or none. They count as soon as it is answered.</summary>
    public Task<RecordedActivities> Record(IReadOnlyCollection<Activity> activities, CancellationToken cancellationToken = default) =>
        api.Post<RecordedActivities>("/activities", activities, cancellationToken);

    public Task<RecordedActivities> Record(Activity activity, CancellationToken cancellationToken = default) => Record([activity], cancellationToken);

    public Pages<Activity> List(Guid userId, string? type = null) => api.List<Activity>($"/users/{userId}/activities", Query.None.With("type", type));
}
