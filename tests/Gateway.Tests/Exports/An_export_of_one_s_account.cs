using System.Globalization;
using System.Net;
using System.Text.Json;
using Contracts.Activities;
using Contracts.Connections;
using Contracts.Requests;
using Contracts.Sessions;
using Contracts.Teams;
using Contracts.Users;
using Contracts.Viewing;
using Contracts.Wallets;
using Gateway.Exports;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Exports;

public sealed class An_export_of_one_s_account(RunningGateway gateway) : GatewayTests(gateway)
{
    private const int Pages = 3;

    private static readonly JsonElement Schema = JsonSerializer.SerializeToElement(new { type = "object" });

    private readonly Guid id = Guid.NewGuid();

    [Fact]
    public async Task Has_every_page_of_what_each_service_keeps()
    {
        HasEverything();

        var response = await (await Gateway.SignedIn(id, Role.User)).GetAsync("/users/me/export");

        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        var export = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        export.Names().ShouldBe([.. typeof(ExportedAccount).GetConstructors()[0].GetParameters().Select(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name!))]);
        export.GetProperty("account").GetProperty("id").GetGuid().ShouldBe(id);
        export.GetProperty("sessions").GetArrayLength().ShouldBe(1);
        export.GetProperty("teams").GetArrayLength().ShouldBe(Pages);
        export.GetProperty("requests").GetArrayLength().ShouldBe(Pages);
        export.GetProperty("ledger").GetArrayLength().ShouldBe(Pages);
        export.GetProperty("activities").EnumerateArray().Select(activity => activity.GetProperty("key").GetString()).ShouldBe(["0", "1", "2"]);
        export.GetProperty("viewerSessions").GetArrayLength().ShouldBe(Pages);
        export.GetProperty("connections").GetArrayLength().ShouldBe(Pages);
        export.GetProperty("configurations").EnumerateArray().Select(one => one.GetProperty("platform").GetString()).ShouldBe(["http", "http", "http"]);
    }

    [Theory]
    [InlineData(Role.User)]
    [InlineData(Role.Admin)]
    public async Task Asks_for_the_caller_and_nobody_else(Role role)
    {
        HasEverything();

        await (await Gateway.SignedIn(id, role)).GetAsync("/users/me/export").Json(HttpStatusCode.OK);

        Services.Received<GetUser>().ShouldAllBe(asked => asked.UserId == id);
        Services.Received<ListSessions>().ShouldAllBe(asked => asked.UserId == id);
        Services.Received<ListTeams>().ShouldAllBe(asked => asked.UserId == id);
        Services.Received<ListRewardRequests>().ShouldAllBe(asked => asked.UserId == id && asked.Caller.UserId == id);
        Services.Received<GetLedger>().ShouldAllBe(asked => asked.UserId == id);
        Services.Received<ListActivities>().ShouldAllBe(asked => asked.UserId == id);
        Services.Received<ListViewerSessions>().ShouldAllBe(asked => asked.UserId == id);
        Services.Received<ListConnectedAccounts>().ShouldAllBe(asked => asked.Owner == new Owner(OwnerKind.User, id));
        Services.Received<ListPlatformConfigs>().ShouldAllBe(asked => asked.Owner == new Owner(OwnerKind.User, id));
    }

    [Fact]
    public async Task That_cannot_begin_is_a_problem()
    {
        Services.On<GetUser>(_ => throw new InvalidOperationException("down"));

        await (await Gateway.SignedIn(id, Role.User)).GetAsync("/users/me/export").Problem(HttpStatusCode.ServiceUnavailable, "SERVICE_UNAVAILABLE");
    }

    [Fact]
    public async Task That_breaks_off_is_no_complete_answer()
    {
        HasEverything();
        Services.On<GetLedger>(asked => asked.Cursor is null ? new LedgerPage([], "1") : throw new InvalidOperationException("down"));
        var client = await Gateway.SignedIn(id, Role.User);

        await Should.ThrowAsync<Exception>(async () =>
        {
            using var response = await client.GetAsync("/users/me/export", HttpCompletionOption.ResponseHeadersRead);
            await response.Content.ReadAsStringAsync();
        });
    }

    [Fact]
    public async Task Takes_no_more_memory_however_much_there_is()
    {
        const int many = 2_000;
        const int size = 10_000;
        HasEverything();
        var data = new Dictionary<string, JsonElement> { ["text"] = JsonSerializer.SerializeToElement(new string('x', size)) };
        Services.On<ListActivities>(asked => Page(asked.Cursor, many, place => new ActivityList([Did(place) with { Data = data }], Next(place, many))));
        using var response = await (await Gateway.SignedIn(id, Role.User)).GetAsync("/users/me/export", HttpCompletionOption.ResponseHeadersRead);
        await using var body = await response.Content.ReadAsStreamAsync();
        var part = new byte[64 * 1024];
        long read = 0, most = 0;

        while (await body.ReadAsync(part) is > 0 and var count)
        {
            read += count;
            most = Math.Max(most, (long)Services.Received<ListActivities>().Count * size - read);
        }

        read.ShouldBeGreaterThan((long)many * size);
        most.ShouldBeLessThan(2_000_000, "so much was asked for before the reader had taken it");
    }

    private static TeamSummary Team() => new(Guid.NewGuid(), "Crew", TeamRole.Member, Some.Time, Some.Time);

    private void HasEverything()
    {
        Services.On<GetUser>(asked => Some.User(asked.UserId));
        Services.On<ListSessions>(_ => new SessionList([new SessionDetails(Guid.NewGuid(), Some.Time, Some.Time.AddDays(7))]));
        Services.On<ListTeams>(asked => Page(asked.Cursor, Pages, place => new TeamList([Team()], Next(place, Pages))));
        Services.On<ListRewardRequests>(asked => Page(asked.Cursor, Pages, place => new RewardRequestList([Some.Request(userId: id)], Next(place, Pages))));
        Services.On<GetLedger>(asked => Page(asked.Cursor, Pages, place => new LedgerPage([.. Some.Ledger().Items], Next(place, Pages))));
        Services.On<ListActivities>(asked => Page(asked.Cursor, Pages, place => new ActivityList([Did(place)], Next(place, Pages))));
        Services.On<ListViewerSessions>(asked => Page(asked.Cursor, Pages, place => new StageSessionList([Watched()], Next(place, Pages))));
        Services.On<ListConnectedAccounts>(asked => Page(asked.Cursor, Pages, place => new ConnectedAccountList([Connected()], Next(place, Pages))));
        Services.On<ListPlatforms>(_ => new PlatformList([new PlatformDetails("http", "HTTP", Schema, Schema)]));
        Services.On<ListPlatformConfigs>(asked => Page(asked.Cursor, Pages, place => new PlatformConfigList([Config()], Next(place, Pages))));
    }

    private static ConnectedAccountDetails Connected() => new("http", "a-1", AccountStatus.Active, Some.Time, Some.Time, null, null, "first");

    private static PlatformConfigDetails Config() => new(Guid.NewGuid(), "Live", new Dictionary<string, JsonElement>(), true, Some.Time, Some.Time);

    private StageSessionDetails Watched() => new(Guid.NewGuid(), Guid.NewGuid(), id, Guid.NewGuid(), Some.Time, Some.Time, Some.Time, 0);

    private Activity Did(int place) => new(id, "purchase", Some.Time, place.ToString(CultureInfo.InvariantCulture), null);

    private static T Page<T>(string? cursor, int count, Func<int, T> page)
    {
        var place = int.Parse(cursor ?? "0", CultureInfo.InvariantCulture);
        place.ShouldBeLessThan(count);
        return page(place);
    }

    private static string? Next(int place, int count) => place + 1 < count ? (place + 1).ToString(CultureInfo.InvariantCulture) : null;
}
