using Documents;

namespace EventService.Activities;

/// <summary>
/// The activities that an owner's closed epoch consists of, written once. What is recorded in that epoch but not
/// listed came too late for it, and is moved to a later one before its recording is answered.
/// </summary>
internal sealed class FoldedEpoch : Document
{
    public static readonly Schema<FoldedEpoch> Schema = new("activity_epochs");

    /// <summary>The ids, 16 bytes each.</summary>
    public required byte[] Activities { get; init; }

    public static string IdOf(string owner, int epoch) => $"{ActivityDocument.EpochText(epoch)}/{owner}";

    public static FoldedEpoch Of(string owner, int epoch, IEnumerable<ActivityDocument> activities) => new()
    {
        Id = IdOf(owner, epoch),
        Activities = [.. activities.SelectMany(activity => Guid.Parse(activity.Id).ToByteArray())],
    };

    public HashSet<string> Ids() => [.. Activities.Chunk(16).Select(id => new Guid(id).ToString())];
}
