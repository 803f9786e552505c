using System.Text.Json;
using Contracts.Activities;
using Contracts.Events;
using Contracts.Viewing;
using Testing;

namespace EventService.Tests.Activities;

public sealed class Watching_a_stage(RunningEventService service) : IClassFixture<RunningEventService>
{
    [Fact]
    public async Task Is_an_activity_once_however_often_it_is_told()
    {
        var watched = new StageWatched(Guid.NewGuid(), 3, Guid.NewGuid(), Guid.NewGuid(), 42, service.Now);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => service.Bus.Publish(watched)));
        await service.Bus.Publish(watched with { Part = 4, Seconds = 8 });

        IReadOnlyList<Activity> found = [];
        await Wait.Until(
            async () => (found = (await service.Ask<ListActivities, ActivityList>(new ListActivities(watched.UserId, "watch", 20, null))).Details!.Items).Count == 2,
            "both parts");
        found.Select(activity => activity.Key).Order().ShouldBe([$"{watched.SessionId}:3", $"{watched.SessionId}:4"]);
        found.ShouldAllBe(activity => activity.OccurredAt == watched.At && activity.Data!["stage"].GetString() == watched.StageId.ToString());
        found.Sum(activity => activity.Data!["seconds"].GetInt64()).ShouldBe(50);
    }

    [Fact]
    public async Task Counts_its_seconds_on_that_stage()
    {
        var (user, stage) = (Guid.NewGuid(), Guid.NewGuid());
        var e = await service.ActiveEvent(terms => terms with
        {
            Condition = new Condition(
                Fact: "watch", Measure: Measurement.Sum, Field: "seconds", Where: new Dictionary<string, JsonElement> { ["stage"] = JsonSerializer.SerializeToElement(stage) }, Op: Comparison.AtLeast, Value: 60),
        });

        foreach (var (on, seconds) in new[] { (stage, 25), (Guid.NewGuid(), 1000), (stage, 30) })
        {
            await service.Bus.Publish(new StageWatched(Guid.NewGuid(), 1, on, user, seconds, service.Now));
        }

        Evaluation? evaluation = null;
        await Wait.Until(
            async () => (evaluation = (await service.Ask<EvaluateEvent, Evaluation>(new EvaluateEvent(e.Id, user, null, Some.Operator()))).Details!).Condition!.Actual == 55,
            "both parts on the stage");
        evaluation!.Eligible.ShouldBeFalse();
    }
}
