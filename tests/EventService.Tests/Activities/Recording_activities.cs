using System.Text.Json;
using Contracts.Activities;
using Contracts.Events;
using Contracts.Rewards;
using Contracts.Sessions;
using EventService.Activities;
using EventService.Requests;

namespace EventService.Tests.Activities;

public sealed class Recording_activities(RunningEventService service) : IClassFixture<RunningEventService>
{
    [Fact]
    public async Task A_batch_sent_again_adds_nothing()
    {
        var user = Guid.NewGuid();
        var batch = Enumerable.Range(0, 999).Select(i => Purchase(user, $"k{i}")).ToList();

        (await Record([.. batch, batch[0]])).Details.ShouldBe(new ActivitiesRecorded(999, 1));
        (await Record(batch)).Details.ShouldBe(new ActivitiesRecorded(0, 999));
        (await Record([Purchase(user, "k0") with { Type = "refund" }, Purchase(Guid.NewGuid(), "k0"), batch[5]])).Details.ShouldBe(new ActivitiesRecorded(2, 1));
    }

    [Fact]
    public async Task The_same_batch_sent_8_times_at_once_counts_once()
    {
        var user = Guid.NewGuid();
        var batch = Enumerable.Range(0, 300).Select(i => Purchase(user, $"k{i}")).ToList();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Record(batch)));

        answers.Sum(answer => answer.Details!.Accepted).ShouldBe(300);
        answers.ShouldAllBe(answer => answer.Details!.Accepted + answer.Details.Duplicates == 300);
        var e = await Event(Purchases(Comparison.AtLeast, 300));
        (await Evaluate(e.Id, user)).Condition!.Actual.ShouldBe(300);
    }

    [Fact]
    public async Task What_lies_too_far_ahead_is_refused_with_the_whole_batch()
    {
        var user = Guid.NewGuid();
        var e = await Event(Purchases(Comparison.AtLeast, 1));

        var refused = (await Record([Purchase(user, "a"), Purchase(user, "b") with { OccurredAt = service.Now.AddMinutes(6) }])).Refused!;

        refused.Code.ShouldBe("VALIDATION_FAILED");
        refused.Errors!.Keys.ShouldBe(["[1].occurredAt"]);
        (await Evaluate(e.Id, user)).Condition!.Actual.ShouldBe(0);
        (await Record([])).Code.ShouldBe("VALIDATION_FAILED");
    }

    [Fact]
    public async Task What_lies_a_little_ahead_counts_at_once_and_not_before_its_time()
    {
        var user = Some.User();
        var e = await Event(Purchases(Comparison.AtLeast, 1));
        var ahead = service.Now.AddMinutes(4);

        (await Record([Purchase(user.UserId, "a") with { OccurredAt = ahead }])).Details.ShouldNotBeNull();

        (await Evaluate(e.Id, user.UserId)).Condition!.Actual.ShouldBe(1);
        (await Evaluate(e.Id, user.UserId, ahead.AddSeconds(-1))).Condition!.Actual.ShouldBe(0);
        (await service.Request(e.Id, user)).Details.ShouldNotBeNull();
    }

    [Fact]
    public async Task It_counts_as_soon_as_it_is_answered_late_and_out_of_order_too()
    {
        var user = Some.User();
        var e = await Event(Purchases(Comparison.AtLeast, 3));
        await Record([Purchase(user.UserId, "now")]);
        (await service.Request(e.Id, user)).Code.ShouldBe("NOT_ELIGIBLE");

        await Record([Purchase(user.UserId, "late") with { OccurredAt = e.Terms.PeriodStart }, Purchase(user.UserId, "before") with { OccurredAt = e.Terms.PeriodStart.AddTicks(-1) }]);
        (await service.Request(e.Id, user)).Code.ShouldBe("NOT_ELIGIBLE");
        await Record([Purchase(user.UserId, "later") with { OccurredAt = service.Now.AddHours(-2) }]);

        (await service.Request(e.Id, user)).Details.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_refusal_explains_itself_and_writes_nothing()
    {
        var user = Some.User();
        var e = await Event(new Condition(All: [Purchases(Comparison.AtLeast, 2), new Condition(Not: Purchases(Comparison.MoreThan, 5))]));
        await Record([Purchase(user.UserId, "one")]);

        var refused = (await service.Request(e.Id, user)).Refused!;

        refused.Code.ShouldBe("NOT_ELIGIBLE");
        var evaluation = refused.Data!["evaluation"];
        evaluation.GetProperty("eligible").GetBoolean().ShouldBeFalse();
        var nodes = evaluation.GetProperty("condition").GetProperty("all");
        nodes[0].GetProperty("actual").GetDecimal().ShouldBe(1);
        nodes[0].GetProperty("met").GetBoolean().ShouldBeFalse();
        nodes[1].GetProperty("met").GetBoolean().ShouldBeTrue();
        (await service.Store<EventService.Events.EventDocument>().Get(e.Id.ToString()))!.InUse.ShouldBeFalse();
    }

    [Fact]
    public async Task An_accepted_request_keeps_how_it_was_judged()
    {
        var user = Some.User();
        var e = await Event(Purchases(Comparison.AtLeast, 1));
        await Record([Purchase(user.UserId, "one"), Purchase(user.UserId, "two")]);

        var request = (await service.Request(e.Id, user)).Details!;

        var stored = (await service.Store<RewardRequest>().Get(request.Id.ToString()))!;
        stored.EventRevision.ShouldBe(e.Version);
        stored.Evaluation!.Eligible.ShouldBeTrue();
        stored.Evaluation.Condition!.Actual.ShouldBe(2);
        stored.Evaluation.Condition.Where!["stage"].GetString().ShouldBe("3");

        // And a repeat gets it again, whatever counts by then.
        await Record([Purchase(user.UserId, "three")]);
        (await service.Request(e.Id, user, request.Id)).Details!.Id.ShouldBe(request.Id);
    }

    [Fact]
    public async Task A_chosen_time_shuts_out_what_came_after_it()
    {
        var user = Guid.NewGuid();
        var e = await Event(new Condition(Fact: "purchase", Measure: Measurement.Sum, Field: "amount", Op: Comparison.AtLeast, Value: 1));
        var at = service.Now.AddHours(-1);
        await Record([.. Enumerable.Range(-3, 7).Select(i => Purchase(user, $"k{i}") with { OccurredAt = at.AddTicks(i) })]);

        (await Evaluate(e.Id, user, at)).Condition!.Actual.ShouldBe(4 * 2.5m);
        (await Evaluate(e.Id, user)).Condition!.Actual.ShouldBe(7 * 2.5m);
        (await Evaluate(e.Id, user, e.Terms.PeriodStart.AddDays(-1))).Condition!.Actual.ShouldBe(0);
        (await Evaluate(e.Id, user, e.Terms.PeriodEnd!.Value.AddYears(5))).Condition!.Actual.ShouldBe(7 * 2.5m);
    }

    [Fact]
    public async Task An_event_that_the_caller_may_not_see_is_not_evaluated()
    {
        var e = (await service.Ask<CreateEvent, EventDetails>(Some.CreateEvent(service.Now) with { Status = EventStatus.Draft })).Details!;
        var user = Some.User();

        (await service.Ask<EvaluateEvent, Evaluation>(new EvaluateEvent(e.Id, user.UserId, null, user))).Code.ShouldBe("NOT_FOUND");
        (await service.Ask<EvaluateEvent, Evaluation>(new EvaluateEvent(e.Id, user.UserId, null, Some.Operator()))).Details!.Eligible.ShouldBeTrue();
        (await service.Ask<EvaluateEvent, Evaluation>(new EvaluateEvent(Guid.NewGuid(), user.UserId, null, Some.Operator()))).Code.ShouldBe("NOT_FOUND");
    }

    [Fact]
    public async Task A_login_is_an_activity_however_often_it_is_told()
    {
        var user = Guid.NewGuid();
        var e = await Event(new Condition(Fact: "login", Measure: Measurement.Count, Op: Comparison.AtLeast, Value: 2));
        var login = new UserLoggedIn(user, Guid.NewGuid(), service.Now);
        await Record([Activity.OfLogin(user, login.LoginId, service.Now)]);

        await Task.WhenAll(service.Bus.Publish(login), service.Bus.Publish(login), service.Bus.Publish(login with { LoginId = Guid.NewGuid() }));

        await Testing.Wait.Until(async () => (await Evaluate(e.Id, user)).Eligible, "two logins to count");
        (await List(user, "login", 10)).Items.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_list_is_newest_first_in_pages_by_type()
    {
        var user = Guid.NewGuid();
        await Record([.. Enumerable.Range(0, 5).Select(i => Purchase(user, $"k{i}") with { OccurredAt = service.Now.AddHours(-i) }), Purchase(user, "r") with { Type = "refund" }]);

        var first = await List(user, "purchase", 3);
        var second = await List(user, "purchase", 3, first.NextCursor);

        first.Items.Concat(second.Items).Select(item => item.Key).ShouldBe(["k0", "k1", "k2", "k3", "k4"]);
        second.NextCursor.ShouldBeNull();
        first.Items[0].Data!["amount"].GetDecimal().ShouldBe(2.5m);
        (await List(user, null, 10)).Items.Count.ShouldBe(6);
        (await service.Ask<ListActivities, ActivityList>(new ListActivities(user, null, 10, "?"))).Code.ShouldBe("VALIDATION_FAILED");
    }

    [Fact]
    public async Task A_long_history_is_folded_behind_the_scenes()
    {
        var user = Guid.NewGuid();
        var owner = ActivityDocument.OwnerOf(user, "purchase");
        await Record([.. Enumerable.Range(0, 1000).Select(i => Purchase(user, $"k{i}") with { OccurredAt = service.Now.AddMinutes(-i) })]);

        await Testing.Wait.Until(async () => (await service.Store<ActivityHead>().Get(owner))?.Folded > 0, "the activities to be folded");

        var e = await Event(Purchases(Comparison.AtLeast, 1000));
        (await Evaluate(e.Id, user)).Condition!.Actual.ShouldBe(1000);
    }

    private static Condition Purchases(Comparison op, int value) => new(
        Fact: "purchase", Measure: Measurement.Count, Where: new Dictionary<string, JsonElement> { ["stage"] = JsonElement.Parse("\"3\"") }, Op: op, Value: value);

    private Activity Purchase(Guid userId, string key) => new(
        userId,
        "purchase",
        service.Now,
        key,
        new Dictionary<string, JsonElement> { ["stage"] = JsonElement.Parse("\"3\""), ["amount"] = JsonElement.Parse("2.5") });

    private Task<Answer<ActivitiesRecorded>> Record(IReadOnlyList<Activity> activities) =>
        service.Ask<RecordActivities, ActivitiesRecorded>(new RecordActivities(activities));

    private async Task<Evaluation> Evaluate(Guid eventId, Guid userId, DateTimeOffset? at = null) =>
        (await service.Ask<EvaluateEvent, Evaluation>(new EvaluateEvent(eventId, userId, at, Some.Operator()))).Details!;

    private async Task<ActivityList> List(Guid userId, string? type, int limit, string? cursor = null) =>
        (await service.Ask<ListActivities, ActivityList>(new ListActivities(userId, type, limit, cursor))).Details!;

    private async Task<EventDetails> Event(Condition condition)
    {
        var create = Some.CreateEvent(service.Now);
        var e = (await service.Ask<CreateEvent, EventDetails>(create with { Terms = create.Terms with { Condition = condition } })).Details!;
        (await service.Ask<AddReward, RewardDetails>(Some.AddReward(e.Id, Some.Points))).Details.ShouldNotBeNull();
        return e;
    }
}
