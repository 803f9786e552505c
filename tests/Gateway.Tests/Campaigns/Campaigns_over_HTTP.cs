using System.Net;
using System.Text.Json;
using Contracts;
using Contracts.Campaigns;
using Contracts.Connections;
using Contracts.Reports;
using Contracts.Rewards;
using Contracts.Syncs;
using Contracts.Teams;
using Contracts.Users;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Campaigns;

public sealed class Campaigns_over_HTTP(RunningGateway gateway) : GatewayTests(gateway)
{
    private static readonly Guid Caller = Guid.NewGuid();

    private static readonly CampaignDetails Spring = new(
        "http", "shop-1", "c-1", "Spring", "ACTIVE", new Dictionary<string, decimal> { ["spend"] = 12.5m }, Some.Time, Some.Time, null);

    [Fact]
    public async Task A_list_passes_its_filters_on()
    {
        var caller = Guid.NewGuid();
        Services.On<ListCampaigns>(_ => new CampaignList([Spring], "next"));

        var list = await (await Gateway.SignedIn(caller, Role.User))
            .GetAsync($"/users/{caller}/platforms/http/campaigns?accountId=shop-1&status=ACTIVE&q=spr&limit=7").Json(HttpStatusCode.OK);

        Services.Last<ListCampaigns>().ShouldBe(new ListCampaigns(new Owner(OwnerKind.User, caller), "http", "shop-1", "ACTIVE", "spr", 7, null));
        list.GetProperty("nextCursor").GetString().ShouldBe("next");
        list.GetProperty("items")[0].GetRawText().ShouldBe(
            """{"platform":"http","accountId":"shop-1","campaignId":"c-1","name":"Spring","status":"ACTIVE","metrics":{"spend":12.5},"updatedAt":"2030-01-31T12:00:00Z","syncedAt":"2030-01-31T12:00:00Z","removedAt":null}""");
    }

    [Fact]
    public async Task A_campaign_is_shown_with_its_history()
    {
        var caller = Guid.NewGuid();
        Services.On<GetCampaign>(_ => new CampaignHistory(Spring, [new CampaignDay(Some.Time, Spring.Metrics)]));

        var found = await (await Gateway.SignedIn(caller, Role.User)).GetAsync($"/users/{caller}/platforms/http/campaigns/shop-1/c-1").Json(HttpStatusCode.OK);

        found.GetProperty("history").GetRawText().ShouldBe("""[{"at":"2030-01-31T12:00:00Z","metrics":{"spend":12.5}}]""");
    }

    /// <summary>Over a real server: of what is escaped in a path it unescapes all but the slash.</summary>
    [Theory]
    [InlineData("spring/24")]
    [InlineData("/ads//1/")]
    [InlineData("100%2Foff")]
    [InlineData("50 % + tea?")]
    [InlineData("été")]
    public async Task A_campaign_is_found_by_an_id_of_any_characters(string campaignId)
    {
        await using var real = await WithCampaigns();

        var found = await real.Client.GetAsync(Campaign(real, Uri.EscapeDataString(campaignId))).Json(HttpStatusCode.OK);

        found.GetProperty("campaignId").GetString().ShouldBe(campaignId);
    }

    /// <summary>A client need not escape as ours do: small letters, a percent sign that begins no escape, what stands behind the id.</summary>
    [Fact]
    public async Task A_campaign_is_found_however_its_id_is_escaped()
    {
        (string Sent, string CampaignId)[] ids =
        [
            ("spring%2f24", "spring/24"),
            ("%73pring%2F24", "spring/24"),
            ("spring%2F24/", "spring/24"),
            ("spring%2F24?of=a/b", "spring/24"),
            ("100%", "100%"),
            ("100%off", "100%off"),
            ("100%/", "100%"),
            ("100%25", "100%"),
            ("100%2525", "100%25"),
            ("100%%2Foff", "100%/off"),
            ("100%252Foff%2F1", "100%2Foff/1"),
        ];
        await using var real = await WithCampaigns();

        var found = new List<(string Sent, string CampaignId)>();
        foreach (var (sent, _) in ids)
        {
            found.Add((sent, (await real.Client.GetAsync(Campaign(real, sent)).Json(HttpStatusCode.OK)).GetProperty("campaignId").GetString()!));
        }

        found.ShouldBe(ids);
    }

    [Fact]
    public async Task A_slash_that_is_not_escaped_is_none_of_an_id()
    {
        await using var real = await WithCampaigns();

        await real.Client.GetAsync(Campaign(real, "spring/24")).Problem(HttpStatusCode.NotFound, "NOT_FOUND");

        real.Host.Services.Received<GetCampaign>().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"accountId":"shop-1"}""", "shop-1")]
    [InlineData("{}", null)]
    public async Task A_sync_is_accepted_and_says_where_it_is(string body, string? accountId)
    {
        var caller = Guid.NewGuid();
        Services.On<BeginSync>(message => Sync(message.SyncId, message.Owner));

        var response = await (await Gateway.SignedIn(caller, Role.User)).Post($"/users/{caller}/platforms/http/campaigns/sync", body);

        response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var sent = Services.Last<BeginSync>();
        (sent.Owner, sent.Platform, sent.AccountId).ShouldBe((new Owner(OwnerKind.User, caller), "http", accountId));
        response.Headers.Location!.ToString().ShouldEndWith($"/syncs/{sent.SyncId}");
        (await response.Json()).Names().ShouldBe(
            ["id", "platform", "accountId", "status", "trigger", "startedAt", "endedAt", "pages", "fetched", "created", "updated", "removed", "error"]);
    }

    [Fact]
    public async Task A_sync_is_there_for_its_owner_and_members_of_its_team_alone()
    {
        var (caller, team) = (Guid.NewGuid(), Guid.NewGuid());
        var client = await Gateway.SignedIn(caller, Role.User);
        Services.On<GetSync>(message => Sync(message.SyncId, new Owner(OwnerKind.User, caller)));
        (await client.GetAsync($"/syncs/{Guid.NewGuid()}").Json(HttpStatusCode.OK)).GetProperty("fetched").GetInt64().ShouldBe(100);

        Services.On<GetSync>(message => Sync(message.SyncId, new Owner(OwnerKind.User, Guid.NewGuid())));
        await client.GetAsync($"/syncs/{Guid.NewGuid()}").Problem(HttpStatusCode.NotFound, "NOT_FOUND");

        Services.On<GetSync>(message => Sync(message.SyncId, new Owner(OwnerKind.Team, team)));
        Services.On<GetTeamRole>(_ => new TeamMembership(team, null));
        await client.GetAsync($"/syncs/{Guid.NewGuid()}").Problem(HttpStatusCode.NotFound, "NOT_FOUND");
        Services.On<GetTeamRole>(_ => new TeamMembership(team, TeamRole.Member));
        (await client.GetAsync($"/syncs/{Guid.NewGuid()}")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("SYNC_RUNNING")]
    [InlineData("NOT_CONNECTED")]
    public async Task What_is_refused_is_a_conflict(string code)
    {
        var caller = Guid.NewGuid();
        Services.Refuse<BeginSync>(code);

        (await (await Gateway.SignedIn(caller, Role.User)).Post($"/users/{caller}/platforms/http/campaigns/sync", "{}")).StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Theory]
    [InlineData(12.5, 5, "2.5")]
    [InlineData(10.0, 3, "3.3333")]
    [InlineData(null, 5, null)]
    [InlineData(12.5, 0, null)]
    public async Task A_report_has_what_a_grant_has_cost(double? spend, int grants, string? cost)
    {
        var user = Guid.NewGuid();
        var metrics = spend is { } spent ? new Dictionary<string, decimal> { ["spend"] = (decimal)spent } : [];
        Services.On<GetEventReport>(message => Report(message.EventId, user, grants));
        Services.On<GetCampaign>(_ => new CampaignHistory(Spring with { Metrics = metrics }, []));

        var report = await (await Gateway.SignedIn(Role.Operator)).GetAsync($"/events/{Guid.NewGuid()}/report").Json(HttpStatusCode.OK);

        report.GetProperty("costPerGrant").GetRawText().ShouldBe(cost ?? "null");
        report.GetProperty("campaign").Names().ShouldBe(["platform", "accountId", "campaignId", "name", "status", "metrics", "updatedAt", "syncedAt", "removedAt"]);
        Services.Last<GetCampaign>().ShouldBe(new GetCampaign(new Owner(OwnerKind.User, user), "http", "shop-1", "c-1"));
    }

    [Fact]
    public async Task A_report_finds_the_campaign_in_the_teams_of_whoever_named_it_and_with_nobody_else()
    {
        var (user, team) = (Guid.NewGuid(), Guid.NewGuid());
        var has = new Owner(OwnerKind.Team, team);
        Services.On<GetEventReport>(message => Report(message.EventId, user, 5));
        Services.On<ListTeams>(message => new TeamList(
            message.UserId == user ? [.. new[] { Guid.NewGuid(), team }.Select(id => new TeamSummary(id, "t", TeamRole.Member, Some.Time, Some.Time))] : [], null));
        Services.On<GetCampaign>(message => message.Owner == has ? new CampaignHistory(Spring, []) : new Refused(Codes.NotFound, "-"));
        var client = await Gateway.SignedIn(Role.Operator);

        (await Read()).GetProperty("costPerGrant").GetDecimal().ShouldBe(2.5m);

        has = new Owner(OwnerKind.User, Guid.NewGuid());
        var report = await Read();
        (report.GetProperty("campaign").ValueKind, report.GetProperty("costPerGrant").ValueKind).ShouldBe((JsonValueKind.Null, JsonValueKind.Null));

        Task<JsonElement> Read() => client.GetAsync($"/events/{Guid.NewGuid()}/report").Json(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_report_goes_without_its_campaign_while_campaigns_cannot_be_asked_for()
    {
        Services.On<GetEventReport>(message => Report(message.EventId, Guid.NewGuid(), 5));
        Services.Refuse<GetCampaign>(Codes.ServiceUnavailable);

        var report = await (await Gateway.SignedIn(Role.Operator)).GetAsync($"/events/{Guid.NewGuid()}/report").Json(HttpStatusCode.OK);

        report.GetProperty("costPerGrant").ValueKind.ShouldBe(JsonValueKind.Null);
        report.GetProperty("granted").GetProperty("BADGE").GetInt32().ShouldBe(5);
    }

    /// <summary>On a real server, with each campaign that it is asked for.</summary>
    private static async Task<KestrelGateway> WithCampaigns()
    {
        var real = await KestrelGateway.Start();
        var token = real.Host.Tokens.Of(Caller, Role.User);
        await real.Host.StartSession(Caller, token);
        real.Host.Services.On<GetCampaign>(message => new CampaignHistory(Spring with { CampaignId = message.CampaignId }, []));
        real.Client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return real;
    }

    /// <param name="id">As it is sent.</param>
    private static Uri Campaign(KestrelGateway real, string id) => new(
        $"{real.Client.BaseAddress}users/{Caller}/platforms/http/campaigns/shop-1/{id}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });

    private static EventReport Report(Guid eventId, Guid namedBy, int badges) => new(
        eventId, [], [new StandingGrants(RewardType.Badge, badges)], 0, 0, new CampaignReference("http", "shop-1", "c-1"), namedBy);

    private static SyncDetails Sync(Guid id, Owner owner) =>
        new(id, owner, "http", null, SyncStatus.Running, SyncTrigger.Manual, Some.Time, null, 1, 100, 90, 10, 0, null);
}
