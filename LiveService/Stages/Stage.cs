using Contracts;
using Contracts.Audit;
using Contracts.Stages;
using Documents;

namespace LiveService.Stages;

/// <summary>Where somebody publishes and others watch.</summary>
internal sealed class Stage : Document
{
    public static readonly Schema<Stage> Schema = new Schema<Stage>("stages")
        .Index(s => s.CreatedAt)
        .Index(s => s.Status, s => s.CreatedAt);

    public required StageTerms Terms { get; set; }

    public StageStatus Status { get; set; }

    public required Guid CreatedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ClosedAt { get; set; }

    public static Stage Of(CreateStage message, DateTimeOffset now)
    {
        var stage = new Stage { Id = message.StageId.ToString(), Terms = message.Terms, CreatedBy = message.Caller.UserId, CreatedAt = now };
        stage.Raise(ChangeRecorded.Of(now, Actor.Of(message.Caller), "stage.created", TargetOf(stage.Id), null, Snapshot.Of(message.Terms)));
        return stage;
    }

    public static string TargetOf(string stageId) => $"stage:{stageId}";

    /// <summary>False when it is closed already.</summary>
    public bool Close(Caller caller, DateTimeOffset now)
    {
        if (Status == StageStatus.Closed)
        {
            return false;
        }

        (Status, ClosedAt) = (StageStatus.Closed, now);
        Raise(new StageClosed(Guid.Parse(Id), now));
        Raise(ChangeRecorded.Of(
            now, Actor.Of(caller), "stage.closed", TargetOf(Id), Snapshot.Of(new { status = "OPEN" }), Snapshot.Of(new { status = "CLOSED" })));
        return true;
    }

    public StageDetails ToDetails() => new(Guid.Parse(Id), Terms.Name, Terms.Description, Status, CreatedBy, CreatedAt, ClosedAt);
}
