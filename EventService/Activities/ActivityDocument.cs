using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Contracts.Activities;
using Documents;

namespace EventService.Activities;

/// <summary>One activity. Its id is made of user, type and key, so that a repeat is a duplicate.</summary>
internal sealed class ActivityDocument : Document
{
    public static readonly Schema<ActivityDocument> Schema = new Schema<ActivityDocument>("activities")
        .Index(a => a.Owner, a => a.Epoch)
        .Index(a => a.Owner, a => a.OccurredAt)
        .Index(a => a.UserId, a => a.OccurredAt);

    private static readonly Guid Ids = new("7a5f6c0e-4a53-4f0e-8b4b-6f7d1f7f2c55");

    public required Guid UserId { get; init; }

    public required string Type { get; init; }

    public required DateTimeOffset OccurredAt { get; init; }

    public required string Key { get; init; }

    /// <summary>Null also when it was erased with the account of its user.</summary>
    [JsonInclude]
    public Dictionary<string, JsonElement>? Data { get; private set; }

    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>The user's activities of this type: what a condition's leaf is about.</summary>
    public required string Owner { get; init; }

    /// <summary>The owner's epoch in which it was recorded (<see cref="ActivityHead"/>), at a fixed width.</summary>
    public required string Epoch { get; set; }

    [JsonIgnore]
    public int EpochNumber => int.Parse(Epoch, CultureInfo.InvariantCulture);

    public static string OwnerOf(Guid userId, string type) => $"{userId}/{type}";

    public static string EpochText(int epoch) => epoch.ToString("D10", CultureInfo.InvariantCulture);

    public static string IdOf(Activity activity) =>
        NamedGuid.Of(Ids, $"{activity.UserId}/{activity.Type.Length}/{activity.Type}/{activity.Key}").ToString();

    public static ActivityDocument Of(Activity activity, int epoch, DateTimeOffset now) => new()
    {
        Id = IdOf(activity),
        UserId = activity.UserId,
        Type = activity.Type,
        OccurredAt = activity.OccurredAt,
        Key = activity.Key,
        Data = activity.Data is { Count: > 0 } data ? new Dictionary<string, JsonElement>(data) : null,
        RecordedAt = now,
        Owner = OwnerOf(activity.UserId, activity.Type),
        Epoch = EpochText(epoch),
    };

    /// <summary>False when there is none.</summary>
    public bool EraseData()
    {
        var had = Data is not null;
        Data = null;
        return had;
    }

    public Activity ToContract() => new(UserId, Type, OccurredAt, Key, Data);
}
