using System.Net;
using System.Text.Json;
using Contracts.Campaigns;
using Contracts.Events;
using Contracts.Granting;
using Contracts.Reports;
using Contracts.Requests;
using Contracts.Rewards;
using Contracts.Users;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Events;

public sealed class Events_over_HTTP(RunningGateway gateway) : GatewayTests(gateway)
{
    [Fact]
    public async Task An_event_has_every_field_of_the_contract_and_its_version_as_etag()
    {
        Services.On<GetEvent>(message => Some.Event(message.EventId, version: 3));

        var response = await (await Gateway.SignedIn(Role.User)).GetAsync($"/events/{Guid.NewGuid()}");

        response.Headers.ETag!.ToString().ShouldBe("\"3\"");
        var found = await response.Json();
        found.Names().ShouldBe(
        [
            "id", "name", "description", "condition", "periodStart", "periodEnd", "timeZone", "status", "approval", "approvalDeadlineSeconds",
            "fourEyes", "claimLimit", "requestLimit", "pointBudget", "campaign", "createdAt", "updatedAt", "version",
        ]);
        found.GetProperty("status").GetString().ShouldBe("DRAFT");
        found.GetProperty("periodStart").GetString().ShouldBe("2030-01-31T12:00:00Z");
    }

    [Fact]
    public async Task An_event_that_is_created_with_the_least_gets_the_defaults()
    {
        var caller = Guid.NewGuid();
        Services.On<CreateEvent>(message => Some.Event(message.EventId));

        var response = await (await Gateway.SignedIn(caller, Role.Operator)).Post("/events", """{"name":"Spring","periodStart":"2030-01-31T12:00:00+02:00"}""");

        response.StatusCode.ShouldBe(HttpStatusCode.Created);
        response.Headers.ETag!.ToString().ShouldBe("\"1\"");
        Services.Last<CreateEvent>().ShouldSatisfyAllConditions(
            sent => sent.Terms.Name.ShouldBe("Spring"),
            sent => sent.Terms.PeriodStart.ShouldBe(new DateTimeOffset(2030, 1, 31, 10, 0, 0, TimeSpan.Zero)),
            sent => sent.Terms.PeriodStart.Offset.ShouldBe(TimeSpan.Zero),
            sent => sent.Terms.PeriodEnd.ShouldBeNull(),
            sent => sent.Terms.TimeZone.ShouldBe("UTC"),
            sent => sent.Status.ShouldBe(EventStatus.Draft),
            sent => sent.Terms.Approval.ShouldBe(ApprovalMode.Auto),
            sent => sent.Terms.FourEyes.ShouldBeFalse(),
            sent => sent.Caller.UserId.ShouldBe(caller));
    }

    [Fact]
    public async Task An_event_is_created_with_all_that_is_given()
    {
        Services.On<CreateEvent>(message => Some.Event(message.EventId));

        var response = await (await Gateway.SignedIn(Role.Operator)).Post(
            "/events",
            """
            {"name":"Spring","description":"d","periodStart":"2030-01-31T12:00:00.123Z","periodEnd":"2031-01-31T12:00Z","timeZone":"Europe/Berlin",
             "status":"ACTIVE","approval":"MANUAL","approvalDeadlineSeconds":60,"condition":null,"fourEyes":false,"claimLimit":null}
            """);

        response.StatusCode.ShouldBe(HttpStatusCode.Created);
        Services.Last<CreateEvent>().ShouldSatisfyAllConditions(
            sent => sent.Terms.Description.ShouldBe("d"),
            sent => sent.Terms.PeriodStart.ShouldBe(Some.Time.AddMilliseconds(123)),
            sent => sent.Terms.PeriodEnd.ShouldBe(Some.Time.AddYears(1)),
            sent => sent.Terms.TimeZone.ShouldBe("Europe/Berlin"),
            sent => sent.Status.ShouldBe(EventStatus.Active),
            sent => sent.Terms.Approval.ShouldBe(ApprovalMode.Manual),
            sent => sent.Terms.ApprovalDeadlineSeconds.ShouldBe(60));
    }

    [Theory]
    [InlineData("""{}""", "name,periodStart")]
    [InlineData("""{"name":" ","periodStart":"2030-01-01T00:00:00"}""", "name,periodStart")]
    [InlineData("""{"name":"n","periodStart":"2030-01-02T00:00:00Z","periodEnd":"2030-01-02T00:00:00Z"}""", "periodEnd")]
    [InlineData("""{"name":"n","periodStart":"2000-01-01T00:00:00Z","periodEnd":"2001-01-01T00:00:00Z"}""", "periodEnd")]
    [InlineData("""{"name":"n","periodStart":"2030-13-01T00:00:00Z"}""", "periodStart")]
    [InlineData("""{"name":"n","periodStart":"2030-01-01T00:00:00Z","status":"PAUSED","approval":"auto","timeZone":"Mars/Base"}""", "approval,status,timeZone")]
    [InlineData("""{"name":"n","periodStart":"2030-01-01T00:00:00Z","timeZone":"../../etc/passwd","approvalDeadlineSeconds":0}""", "approvalDeadlineSeconds,timeZone")]
    [InlineData(
        """{"name":"n","periodStart":"2030-01-01T00:00:00Z","condition":{"fact":"login"},"claimLimit":{"per":"MONTH","max":1001,"x":1},"requestLimit":0,"pointBudget":-9}""",
        "claimLimit.max,claimLimit.per,claimLimit.x,condition.measure,condition.op,condition.value,pointBudget,requestLimit")]
    [InlineData("""{"name":"n","periodStart":"2030-01-01T00:00:00Z","claimLimit":{}}""", "claimLimit.max,claimLimit.per")]
    [InlineData("""{"name":"n","periodStart":"2030-01-01T00:00:00Z","campaign":{"id":1}}""", "campaign.accountId,campaign.campaignId,campaign.id,campaign.platform")]
    [InlineData(
        """{"name":"n","periodStart":"2030-01-01T00:00:00Z","campaign":{"platform":"HTTP","accountId":"a/b","campaignId":" c"}}""",
        "campaign.accountId,campaign.campaignId,campaign.platform")]
    public async Task What_is_wrong_with_an_event_is_told_at_once(string body, string fields)
    {
        (await (await Gateway.SignedIn(Role.Operator)).Post("/events", body).Faults()).ShouldBe(fields.Split(','));
        Services.ReceivedCount.ShouldBe(0);
    }

    [Fact]
    public async Task Limits_of_an_event_are_passed_on()
    {
        Services.On<CreateEvent>(message => Some.Event(message.EventId));
        Services.On<ChangeEvent>(message => Some.Event(message.EventId));
        var client = await Gateway.SignedIn(Role.Operator);
        const string limits = """ "claimLimit":{"per":"DAY","max":3},"requestLimit":5,"pointBudget":900000000000,"fourEyes":true} """;

        (await client.Post("/events", """{"name":"n","periodStart":"2030-01-01T00:00:00Z","approval":"MANUAL",""" + limits)).StatusCode.ShouldBe(HttpStatusCode.Created);
        (await client.PatchAsync($"/events/{Guid.NewGuid()}", new StringContent("{" + limits, System.Text.Encoding.UTF8, "application/json"))).StatusCode.ShouldBe(HttpStatusCode.OK);

        var (created, changed) = (Services.Last<CreateEvent>(), Services.Last<ChangeEvent>());
        (created.Terms.ClaimLimit, created.Terms.RequestLimit, created.Terms.PointBudget, created.Terms.FourEyes).ShouldBe((new ClaimLimit(ClaimSpan.Day, 3), 5, 900_000_000_000, true));
        (changed.ClaimLimit, changed.RequestLimit, changed.PointBudget, changed.FourEyes).ShouldBe((new ClaimLimit(ClaimSpan.Day, 3), 5, 900_000_000_000, true));
    }

    [Fact]
    public async Task A_campaign_is_set_kept_and_taken_away()
    {
        var spring = new CampaignReference("http", "shop-1", "spring 2030");
        Services.On<CreateEvent>(message => Some.Event(message.EventId) with { Terms = message.Terms });
        Services.On<ChangeEvent>(message => Some.Event(message.EventId));
        var caller = Guid.NewGuid();
        var client = await Gateway.SignedIn(caller, Role.Operator);
        const string campaign = """ "campaign":{"platform":"http","accountId":"shop-1","campaignId":"spring 2030"} """;

        var created = await client.Post("/events", """{"name":"n","periodStart":"2030-01-01T00:00:00Z",""" + campaign + "}");

        Services.Last<CreateEvent>().Terms.ShouldSatisfyAllConditions(sent => sent.Campaign.ShouldBe(spring), sent => sent.CampaignNamedBy.ShouldBe(caller));
        (await created.Json()).GetProperty("campaign").GetRawText().ShouldBe("""{"platform":"http","accountId":"shop-1","campaignId":"spring 2030"}""");
        await Patch("{" + campaign + "}");
        Services.Last<ChangeEvent>().Campaign.ShouldBe(spring);
        await Patch("""{"campaign":null}""");
        Services.Last<ChangeEvent>().ShouldSatisfyAllConditions(sent => sent.Campaign.ShouldBeNull(), sent => sent.Cleared.ShouldBe(["campaign"]));

        async Task Patch(string body) => (await client.PatchAsync(
            $"/events/{Guid.NewGuid()}", new StringContent(body, System.Text.Encoding.UTF8, "application/json"))).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_report_adds_up_what_became_of_the_requests()
    {
        Services.On<GetEventReport>(message => new EventReport(
            message.EventId,
            [new StatusCount(RequestStatus.Fulfilled, 3), new StatusCount(RequestStatus.Revoked, 1)],
            [new StandingGrants(RewardType.Point, 3), new StandingGrants(RewardType.Badge, 2)],
            300,
            2,
            null));

        var report = await (await Gateway.SignedIn(Role.Auditor)).GetAsync($"/events/{Guid.NewGuid()}/report").Json(HttpStatusCode.OK);

        report.GetRawText().ShouldBe(
            """{"requests":4,"byStatus":{"FULFILLED":3,"REVOKED":1},"granted":{"POINT":3,"BADGE":2},"points":300,"users":2,"campaign":null,"costPerGrant":null}""");
    }

    [Theory]
    [InlineData(Role.User, false)]
    [InlineData(Role.Operator, true)]
    [InlineData(Role.Auditor, true)]
    public async Task A_campaign_is_shown_to_those_who_may_read_campaigns(Role role, bool isShown)
    {
        var e = Some.Event();
        e = e with { Terms = e.Terms with { Campaign = new CampaignReference("http", "shop-1", "c-1") } };
        Services.On<GetEvent>(_ => e);
        Services.On<ListEvents>(_ => new EventList([e], null));
        var client = await Gateway.SignedIn(role);

        var one = await client.GetAsync($"/events/{e.Id}").Json(HttpStatusCode.OK);
        var listed = (await client.GetAsync("/events?limit=3").Json(HttpStatusCode.OK)).GetProperty("items")[0];

        foreach (var shown in new[] { one, listed })
        {
            shown.GetProperty("campaign").ValueKind.ShouldBe(isShown ? JsonValueKind.Object : JsonValueKind.Null);
        }
    }

    [Fact]
    public async Task A_name_may_be_200_characters_long_and_no_longer()
    {
        Services.On<CreateEvent>(message => Some.Event(message.EventId));
        var client = await Gateway.SignedIn(Role.Operator);

        (await client.Post("/events", $$"""{"name":"{{new string('n', 200)}}","periodStart":"2030-01-01T00:00:00Z"}""")).StatusCode.ShouldBe(HttpStatusCode.Created);
        (await client.Post("/events", $$"""{"name":"{{new string('n', 201)}}","periodStart":"2030-01-01T00:00:00Z"}""").Faults()).ShouldBe(["name"]);
    }

    [Fact]
    public async Task A_list_passes_its_filters_on()
    {
        var caller = Guid.NewGuid();
        Services.On<ListEvents>(_ => new EventList([Some.Event()], "next"));

        var list = await (await Gateway.SignedIn(caller, Role.Auditor)).GetAsync("/events?status=PAUSED&active=true&q=spring&limit=100&cursor=abc").Json(HttpStatusCode.OK);

        list.GetProperty("nextCursor").GetString().ShouldBe("next");
        Services.Last<ListEvents>().ShouldSatisfyAllConditions(
            sent => sent.Status.ShouldBe(EventStatus.Paused),
            sent => sent.Active.ShouldBe(true),
            sent => sent.NameContains.ShouldBe("spring"),
            sent => sent.Limit.ShouldBe(100),
            sent => sent.Cursor.ShouldBe("abc"),
            sent => sent.Caller.Roles.ShouldBe([Role.Auditor]));
    }

    [Fact]
    public async Task A_list_without_parameters_is_the_first_twenty()
    {
        Services.On<ListEvents>(_ => new EventList([], null));

        var list = await (await Gateway.SignedIn(Role.User)).GetAsync("/events").Json(HttpStatusCode.OK);

        list.GetRawText().ShouldBe("""{"items":[],"nextCursor":null}""");
        Services.Last<ListEvents>().ShouldSatisfyAllConditions(
            sent => sent.Limit.ShouldBe(20),
            sent => sent.Cursor.ShouldBeNull(),
            sent => sent.Active.ShouldBeNull(),
            sent => sent.Status.ShouldBeNull());
    }

    [Fact]
    public async Task A_change_leaves_absent_fields_and_clears_null_ones()
    {
        Services.On<ChangeEvent>(message => Some.Event(message.EventId, version: 4));

        var response = await Patch("""{"name":"New","description":null,"periodEnd":null}""");

        response.Headers.ETag!.ToString().ShouldBe("\"4\"");
        Services.Last<ChangeEvent>().ShouldSatisfyAllConditions(
            sent => sent.Name.ShouldBe("New"),
            sent => sent.Description.ShouldBeNull(),
            sent => sent.Cleared.ShouldBe(["description", "periodEnd"], ignoreOrder: true),
            sent => sent.Status.ShouldBeNull(),
            sent => sent.PeriodStart.ShouldBeNull(),
            sent => sent.ExpectedVersion.ShouldBeNull());
    }

    [Fact]
    public async Task A_change_of_status_goes_through()
    {
        Services.On<ChangeEvent>(message => Some.Event(message.EventId));

        (await Patch("""{"status":"ENDED"}""")).StatusCode.ShouldBe(HttpStatusCode.OK);

        Services.Last<ChangeEvent>().Status.ShouldBe(EventStatus.Ended);
    }

    [Fact]
    public async Task What_cannot_be_null_is_refused_with_every_other_fault() =>
        (await (await Gateway.SignedIn(Role.Operator)).Send(
            "PATCH",
            $"/events/{Guid.NewGuid()}",
            """{"name":null,"periodStart":null,"timeZone":null,"status":null,"approval":null,"fourEyes":null,"description":null,"periodEnd":"soon","id":"x"}""").Faults())
            .ShouldBe(["approval", "fourEyes", "id", "name", "periodEnd", "periodStart", "status", "timeZone"]);

    [Theory]
    [InlineData("\"3\"", 3)]
    [InlineData("W/\"3\"", 3)]
    [InlineData("*", null)]
    public async Task If_match_names_the_version(string header, int? version)
    {
        Services.On<ChangeEvent>(message => Some.Event(message.EventId));

        (await Patch("""{"name":"n"}""", header)).StatusCode.ShouldBe(HttpStatusCode.OK);

        Services.Last<ChangeEvent>().ExpectedVersion.ShouldBe(version);
    }

    [Theory]
    [InlineData("3")]
    [InlineData("\"1\", \"2")]
    [InlineData("\"1\" \"2\"")]
    [InlineData("\"")]
    public async Task An_if_match_that_is_no_etag_is_400(string header) =>
        (await Task.FromResult(await Patch("""{"name":"n"}""", header)).Faults()).ShouldBe(["If-Match"]);

    [Fact]
    public async Task An_etag_that_no_version_had_is_stale()
    {
        await Task.FromResult(await Patch("""{"name":"n"}""", "\"abc\"")).Problem(HttpStatusCode.PreconditionFailed, "STALE_VERSION");
        Services.ReceivedCount.ShouldBe(0);
    }

    [Theory]
    [InlineData("\"1\", W/\"3\"", 3)]
    [InlineData("\"a, b\",\"3\",\"3\"", 3)]
    [InlineData("\"1\", \"2\"", null)]
    public async Task Of_a_list_of_etags_one_must_be_that_of_the_event(string header, int? version)
    {
        Services.On<GetEvent>(message => Some.Event(message.EventId, version: 3));
        Services.On<ChangeEvent>(message => Some.Event(message.EventId));

        var answer = await Patch("""{"name":"n"}""", header);

        answer.StatusCode.ShouldBe(version is null ? HttpStatusCode.PreconditionFailed : HttpStatusCode.OK);
        Services.Received<ChangeEvent>().Select(sent => sent.ExpectedVersion).ShouldBe(version is null ? [] : [version]);
    }

    [Theory]
    [InlineData("\"3\"", HttpStatusCode.NotModified)]
    [InlineData("W/\"3\"", HttpStatusCode.NotModified)]
    [InlineData("\"1\", \"3\"", HttpStatusCode.NotModified)]
    [InlineData("*", HttpStatusCode.NotModified)]
    [InlineData("\"2\"", HttpStatusCode.OK)]
    [InlineData("\"abc\"", HttpStatusCode.OK)]
    [InlineData("3", HttpStatusCode.OK)]
    public async Task A_version_that_the_caller_has_is_not_sent_again(string header, HttpStatusCode status)
    {
        Services.On<GetEvent>(message => Some.Event(message.EventId, version: 3));

        var answer = await (await Gateway.SignedIn(Role.User)).Send("GET", $"/events/{Guid.NewGuid()}", null, ("If-None-Match", header));

        answer.StatusCode.ShouldBe(status);
        answer.Headers.ETag!.Tag.ShouldBe("\"3\"");
        (await answer.Content.ReadAsByteArrayAsync()).Length.ShouldBeInRange(status == HttpStatusCode.OK ? 1 : 0, status == HttpStatusCode.OK ? int.MaxValue : 0);
    }

    [Fact]
    public async Task A_stale_version_is_412()
    {
        Services.Refuse<ChangeEvent>("STALE_VERSION");

        await (await Patch("""{"name":"n"}""", "\"1\"")).Problem(HttpStatusCode.PreconditionFailed, "STALE_VERSION");
    }

    [Fact]
    public async Task An_archived_event_is_204()
    {
        var id = Guid.NewGuid();
        Services.On<ArchiveEvent>(message => Some.Event(message.EventId));

        (await (await Gateway.SignedIn(Role.Admin)).DeleteAsync($"/events/{id}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        Services.Last<ArchiveEvent>().EventId.ShouldBe(id);
    }

    private async Task<HttpResponseMessage> Patch(string body, string? ifMatch = null) =>
        await (await Gateway.SignedIn(Role.Operator)).Send("PATCH", $"/events/{Guid.NewGuid()}", body, ifMatch is null ? [] : [("If-Match", ifMatch)]);
}
