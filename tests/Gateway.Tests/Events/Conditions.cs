using System.Net;
using System.Text.Json;
using Contracts;
using Contracts.Events;
using Contracts.Requests;
using Contracts.Users;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Events;

public sealed class Conditions(RunningGateway gateway) : GatewayTests(gateway)
{
    private const string Leaf = """{"fact":"login","measure":"COUNT","op":">=","value":3}""";

    [Fact]
    public async Task A_tree_reaches_the_service_as_it_was_given_and_is_shown_without_what_it_is_not()
    {
        const string tree = """{"all":[{"any":[{"fact":"pay","measure":"SUM","field":"amount","where":{"stage":"3","level":2},"op":">","value":9.5}]},{"not":{"fact":"login","measure":"STREAK_DAYS","op":"<","value":3}}]}""";
        Services.On<CreateEvent>(message => Some.Event(message.EventId) with { Terms = message.Terms });

        var created = await (await Gateway.SignedIn(Role.Operator)).Post("/events", Event(tree)).Json(HttpStatusCode.Created);

        JsonElement.DeepEquals(created.GetProperty("condition"), JsonElement.Parse(tree)).ShouldBeTrue(created.GetRawText());
        Services.Last<CreateEvent>().Terms.Condition!.All![0].Any![0].Where!["level"].GetInt32().ShouldBe(2);
    }

    [Theory]
    [InlineData("5", "condition")]
    [InlineData("[]", "condition")]
    [InlineData("{}", "condition")]
    [InlineData("""{"all":[]}""", "condition.all")]
    [InlineData("""{"all":{}}""", "condition.all")]
    [InlineData("""{"all":[null,5,{"any":[{}]}]}""", "condition.all[0],condition.all[1],condition.all[2].any[0]")]
    [InlineData("""{"not":[]}""", "condition.not")]
    [InlineData($$"""{"not":{{Leaf}},"any":[{{Leaf}}]}""", "condition")]
    [InlineData("""{"fact":"login"}""", "condition.measure,condition.op,condition.value")]
    [InlineData("""{"fact":5,"measure":"MAX","op":"=","value":"3","unit":"x"}""", "condition.fact,condition.measure,condition.op,condition.unit,condition.value")]
    [InlineData("""{"fact":"f","measure":"SUM","op":">","value":1}""", "condition.field")]
    [InlineData("""{"fact":"f","measure":"COUNT","field":"amount","op":">","value":1}""", "condition.field")]
    [InlineData("""{"fact":"f","measure":"COUNT","op":">","value":1e400}""", "condition.value")]
    [InlineData("""{"fact":"f","measure":"COUNT","op":">","value":1,"where":[]}""", "condition.where")]
    [InlineData("""{"fact":"f","measure":"COUNT","op":">","value":1,"where":{"a":true,"b":{}}}""", "condition.where.a,condition.where.b")]
    [InlineData("""{"fact":"f\u0000","measure":"COUNT","op":">","value":1,"where":{"a":"\u0000"}}""", "condition.fact,condition.where.a")]
    [InlineData("""{"fact":"\ud800","measure":"COUNT","op":">","value":1}""", "condition")]
    public async Task Every_fault_is_told_with_its_path(string condition, string faults)
    {
        var client = await Gateway.SignedIn(Role.Operator);

        (await client.Post("/events", Event(condition)).Faults()).ShouldBe(faults.Split(','));
        (await client.Send("PATCH", $"/events/{Guid.NewGuid()}", $$"""{"condition":{{condition}}}""").Faults()).ShouldBe(faults.Split(','));
        Services.ReceivedCount.ShouldBe(0);
    }

    [Fact]
    public async Task A_field_that_is_given_twice_is_malformed() =>
        await (await Gateway.SignedIn(Role.Operator)).Post("/events", Event("""{"fact":"a","fact":"b","measure":"COUNT","op":">","value":1}"""))
            .Problem(HttpStatusCode.BadRequest, "MALFORMED_JSON");

    [Theory]
    [InlineData(5, 50, null)]
    [InlineData(6, 1, "condition.not.not.not.not.not")]
    [InlineData(2, 51, "condition.all")]
    [InlineData(3, 51, "condition")]
    public async Task A_tree_has_at_most_5_levels_and_50_leaves(int levels, int leaves, string? fault)
    {
        Services.On<CreateEvent>(message => Some.Event(message.EventId));
        var nodes = Enumerable.Repeat(Leaf, leaves).ToList();
        var tree = levels == 2 ? List(nodes) : levels == 3 ? List([List(nodes[1..]), List(nodes[..1])]) : Nested();

        var sent = (await Gateway.SignedIn(Role.Operator)).Post("/events", Event(tree));

        if (fault is null)
        {
            (await sent).StatusCode.ShouldBe(HttpStatusCode.Created);
        }
        else
        {
            (await sent.Faults()).ShouldBe([fault]);
        }

        static string List(IEnumerable<string> nodes) => $$"""{"all":[{{string.Join(',', nodes)}}]}""";

        string Nested()
        {
            var inner = leaves == 1 ? Leaf : List(nodes);
            for (var level = leaves == 1 ? 1 : 2; level < levels; level++)
            {
                inner = $$"""{"not":{{inner}}}""";
            }

            return inner;
        }
    }

    [Fact]
    public async Task Progress_asks_for_the_caller_and_shows_met_and_actual()
    {
        var caller = Guid.NewGuid();
        Services.On<EvaluateEvent>(_ => Judged);

        var progress = await (await Gateway.SignedIn(caller, Role.User)).GetAsync($"/events/{Guid.NewGuid()}/progress").Json(HttpStatusCode.OK);

        progress.GetRawText().ShouldBe(
            """{"eligible":false,"condition":{"not":{"fact":"login","measure":"COUNT","op":">=","value":1,"met":true,"actual":4},"met":false}}""");
        Services.Last<EvaluateEvent>().ShouldSatisfyAllConditions(
            asked => asked.UserId.ShouldBe(caller),
            asked => asked.Caller.UserId.ShouldBe(caller),
            asked => asked.At.ShouldBeNull());
    }

    [Fact]
    public async Task Evaluate_asks_for_a_user_at_a_time()
    {
        var (caller, user, eventId) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        Services.On<EvaluateEvent>(_ => new Evaluation(true, null));
        var client = await Gateway.SignedIn(caller, Role.Auditor);

        var evaluation = await client.Post($"/events/{eventId}/evaluate", $$"""{"userId":"{{user}}","at":"2030-01-31T13:00:00+01:00"}""").Json(HttpStatusCode.OK);

        evaluation.GetRawText().ShouldBe("""{"eligible":true,"condition":null}""");
        Services.Last<EvaluateEvent>().ShouldBe(new EvaluateEvent(eventId, user, Some.Time, Services.Last<EvaluateEvent>().Caller));
        (await client.Post($"/events/{eventId}/evaluate", """{"userId":"me","at":"now","when":1}""").Faults()).ShouldBe(["at", "userId", "when"]);
    }

    [Fact]
    public async Task Who_is_not_eligible_gets_422_with_the_evaluation()
    {
        var data = new Dictionary<string, JsonElement> { ["evaluation"] = JsonElement.Parse("""{"eligible":false,"condition":{"met":false}}""") };
        Services.On<RequestReward>(_ => new Refused("NOT_ELIGIBLE", "Not yet.", Data: data));

        var problem = await (await Gateway.SignedIn(Role.User)).Post($"/events/{Guid.NewGuid()}/request").Problem(HttpStatusCode.UnprocessableEntity, "NOT_ELIGIBLE");

        problem.GetProperty("evaluation").GetProperty("eligible").GetBoolean().ShouldBeFalse();
    }

    private static Evaluation Judged => new(false, new EvaluatedCondition(
        null, null, new EvaluatedCondition(null, null, null, "login", Measurement.Count, null, null, Comparison.AtLeast, 1, true, 4), null, null, null, null, null, null, false, null));

    private static string Event(string condition) => $$"""{"name":"n","periodStart":"2030-01-01T00:00:00Z","condition":{{condition}}}""";
}
