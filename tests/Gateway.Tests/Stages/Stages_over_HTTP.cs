using System.Net;
using System.Net.Http.Json;
using Contracts;
using Contracts.Stages;
using Contracts.Users;
using Contracts.Viewing;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Stages;

public sealed class Stages_over_HTTP(RunningGateway gateway) : GatewayTests(gateway)
{
    private static readonly Guid Stage = Guid.NewGuid();
    private static readonly Guid Session = Guid.NewGuid();

    private readonly Guid user = Guid.NewGuid();

    [Fact]
    public async Task A_stage_is_made_and_shown()
    {
        Services.On<CreateStage>(command => new StageDetails(command.StageId, command.Terms.Name, command.Terms.Description, StageStatus.Open, command.Caller.UserId, Some.Time, null));

        var answer = await (await Gateway.SignedIn(user, Role.Operator)).PostAsJsonAsync("/stages", new { name = "Main" });

        var stage = await Task.FromResult(answer).Json(HttpStatusCode.Created);
        var id = Services.Last<CreateStage>().StageId;
        answer.Headers.Location!.ToString().ShouldBe($"/stages/{id}");
        stage.GetRawText().ShouldBe(
            $$"""{"id":"{{id}}","name":"Main","description":null,"status":"OPEN","createdBy":"{{user}}","createdAt":"2030-01-31T12:00:00Z","closedAt":null}""");
    }

    [Fact]
    public async Task Every_fault_of_a_stage_is_told()
    {
        var client = await Gateway.SignedIn(Role.Operator);

        var made = await client.PostAsJsonAsync("/stages", new { description = new string('d', 1001), colour = "red" }).Problem(HttpStatusCode.BadRequest, Codes.ValidationFailed);
        var changed = await client.PatchAsJsonAsync($"/stages/{Stage}", new { name = (string?)null, description = new string('d', 1001) }).Problem(HttpStatusCode.BadRequest, Codes.ValidationFailed);

        made.GetProperty("errors").Names().ShouldBe(["colour", "name"], ignoreOrder: true);
        changed.GetProperty("errors").Names().ShouldBe(["name", "description"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_description_is_cleared_by_null_and_a_name_is_not()
    {
        Services.On<ChangeStage>(command => new StageDetails(command.StageId, "Main", null, StageStatus.Open, user, Some.Time, null));

        await (await Gateway.SignedIn(Role.Operator)).PatchAsJsonAsync($"/stages/{Stage}", new { description = (string?)null }).Json(HttpStatusCode.OK);

        Services.Last<ChangeStage>().Cleared.ShouldBe(["description"]);
    }

    [Fact]
    public async Task A_token_is_asked_for_with_words_and_a_duration()
    {
        Services.On<IssueStageToken>(command => new StageTokenIssued("t", command.ParticipantId, command.Terms.Capabilities, Some.Time));
        var client = await Gateway.SignedIn(user, Role.User);

        var answer = await client.PostAsJsonAsync($"/stages/{Stage}/tokens", new { capabilities = new[] { "SUBSCRIBE" }, attributes = new { seat = "A 7" } });
        var token = await Task.FromResult(answer).Json(HttpStatusCode.Created);

        answer.Headers.CacheControl.ShouldNotBeNull().NoStore.ShouldBeTrue();
        token.Names().ShouldBe(["token", "participantId", "capabilities", "expiresAt"]);
        token.GetProperty("capabilities").GetRawText().ShouldBe("""["SUBSCRIBE"]""");
        Services.Last<IssueStageToken>().Terms.DurationMinutes.ShouldBe(60);
        Services.Last<IssueStageToken>().Terms.Attributes!["seat"].ShouldBe("A 7");

        var problem = await client.PostAsJsonAsync($"/stages/{Stage}/tokens", new { capabilities = new[] { "PUBLISH", "SPEAK" }, durationMinutes = 0, attributes = new Dictionary<string, string?> { ["seat"] = null } })
            .Problem(HttpStatusCode.BadRequest, Codes.ValidationFailed);
        problem.GetProperty("errors").Names().ShouldBe(["capabilities[1]", "attributes.seat", "capabilities", "durationMinutes"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("", "seat")]
    [InlineData(" ", "seat")]
    [InlineData("Seat", "seat")]
    public async Task Attributes_have_names_that_messages_tell_apart(string first, string second)
    {
        var problem = await (await Gateway.SignedIn(user, Role.User))
            .PostAsJsonAsync($"/stages/{Stage}/tokens", new { capabilities = new[] { "SUBSCRIBE" }, attributes = new Dictionary<string, string> { [first] = "a", [second] = "b" } })
            .Problem(HttpStatusCode.BadRequest, Codes.ValidationFailed);

        problem.GetProperty("errors").Names().ShouldBe(["attributes"]);
    }

    [Fact]
    public async Task Ten_tokens_a_minute_are_for_one_user_wherever_he_is()
    {
        await using var limited = await GatewayHost.Start(settings: ("RateLimits:TokenIssue", "10"));
        limited.Services.On<IssueStageToken>(command => new StageTokenIssued("t", command.ParticipantId, command.Terms.Capabilities, Some.Time));
        var client = await limited.SignedIn(user, Role.User);
        var body = new { capabilities = new[] { "SUBSCRIBE" } };

        for (var i = 0; i < 10; i++)
        {
            await client.PostAsJsonAsync($"/stages/{Guid.NewGuid()}/tokens", body).Json(HttpStatusCode.Created);
        }

        (await client.PostAsJsonAsync($"/stages/{Stage}/tokens", body)).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        await (await limited.SignedIn(Role.User)).PostAsJsonAsync($"/stages/{Stage}/tokens", body).Json(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_session_is_new_or_the_one_that_is_open()
    {
        var isNew = true;
        Services.On<JoinStage>(command => new StageJoined(Details(command.SessionId), isNew));
        var client = await Gateway.SignedIn(user, Role.User);

        var session = await client.PostAsJsonAsync($"/stages/{Stage}/sessions", new { token = "t" }).Json(HttpStatusCode.Created);
        isNew = false;
        await client.PostAsJsonAsync($"/stages/{Stage}/sessions", new { token = "t" }).Json(HttpStatusCode.OK);

        session.GetRawText().ShouldBe(
            $$"""{"id":"{{session.GetProperty("id").GetString()}}","stageId":"{{Stage}}","userId":"{{user}}","participantId":"{{Session}}","joinedAt":"2030-01-31T12:00:00Z","lastSeenAt":"2030-01-31T12:00:00Z","leftAt":null,"watchSeconds":7}""");
        Services.Last<JoinStage>().Caller.UserId.ShouldBe(user);
    }

    [Fact]
    public async Task What_the_service_refuses_is_told_with_its_status()
    {
        Services.Refuse<JoinStage>(Codes.InvalidStageToken);
        Services.Refuse<RefreshStageSession>(Codes.SessionEnded);
        Services.Refuse<ChangeStage>(Codes.StageClosed);
        var client = await Gateway.SignedIn(Role.User, Role.Operator);

        await client.PostAsJsonAsync($"/stages/{Stage}/sessions", new { token = "t" }).Problem(HttpStatusCode.Unauthorized, Codes.InvalidStageToken);
        await client.PostAsync($"/stages/{Stage}/sessions/{Session}/heartbeat", null).Problem(HttpStatusCode.Conflict, Codes.SessionEnded);
        await client.PatchAsJsonAsync($"/stages/{Stage}", new { name = "n" }).Problem(HttpStatusCode.Conflict, Codes.StageClosed);
    }

    [Fact]
    public async Task A_heartbeat_and_a_revocation_are_answered_with_nothing()
    {
        Services.On<RefreshStageSession>(command => new StageSessionRefreshed(command.SessionId));
        Services.On<RevokeStageToken>(command => new StageTokenRevoked(command.StageId, command.ParticipantId, Some.Time));
        var client = await Gateway.SignedIn(user, Role.User);

        (await client.PostAsync($"/stages/{Stage}/sessions/{Session}/heartbeat", null)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await client.DeleteAsync($"/stages/{Stage}/tokens/{Session}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        Services.Last<RefreshStageSession>().ShouldBe(new RefreshStageSession(Stage, Session, Services.Last<RefreshStageSession>().Caller));
        Services.Last<RevokeStageToken>().ParticipantId.ShouldBe(Session);
    }

    [Fact]
    public async Task Lists_take_their_filters()
    {
        Services.On<ListStages>(_ => new StageList([], null));
        Services.On<ListStageSessions>(_ => new StageSessionList([Details(Session)], "next"));
        Services.On<ListViewerSessions>(_ => new StageSessionList([], null));
        var client = await Gateway.SignedIn(user, Role.Auditor);

        await client.GetAsync("/stages?status=CLOSED&limit=3").Json(HttpStatusCode.OK);
        (await client.GetAsync($"/stages/{Stage}/sessions?open=true&cursor=c").Json(HttpStatusCode.OK)).GetProperty("nextCursor").GetString().ShouldBe("next");
        await client.GetAsync($"/users/{user}/viewer-sessions").Json(HttpStatusCode.OK);

        Services.Last<ListStages>().ShouldBe(new ListStages(StageStatus.Closed, 3, null));
        Services.Last<ListStageSessions>().ShouldBe(new ListStageSessions(Stage, true, 20, "c"));
        Services.Last<ListViewerSessions>().UserId.ShouldBe(user);
        await client.GetAsync("/stages?status=SHUT").Problem(HttpStatusCode.BadRequest, Codes.ValidationFailed);
        await client.GetAsync($"/stages/{Stage}/sessions?open=1").Problem(HttpStatusCode.BadRequest, Codes.ValidationFailed);
    }

    private StageSessionDetails Details(Guid id) => new(id, Stage, user, Session, Some.Time, Some.Time, null, 7);
}
