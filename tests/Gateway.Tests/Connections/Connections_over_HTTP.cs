using System.Net;
using System.Text.Json;
using Contracts.Connections;
using Contracts.Teams;
using Contracts.Users;
using Gateway.Tests.Hosting;
using Hosting.Secrets;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Connections;

public sealed class Connections_over_HTTP(RunningGateway gateway) : GatewayTests(gateway)
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;

    private readonly Guid id = Guid.NewGuid();
    private readonly Guid team = Guid.NewGuid();

    [Fact]
    public async Task Platforms_are_listed_with_their_schemas()
    {
        var schema = JsonSerializer.SerializeToElement(new { type = "object" });
        Services.On<ListPlatforms>(_ => new PlatformList([new PlatformDetails("http", "HTTP", schema, schema)]));

        var list = await (await Gateway.SignedIn(Role.User)).GetAsync("/platforms").Json(HttpStatusCode.OK);

        list.Names().ShouldBe(["items", "nextCursor"]);
        list.GetProperty("items")[0].Names().ShouldBe(["id", "name", "settings", "credentials"]);
        list.GetProperty("items")[0].GetProperty("settings").GetRawText().ShouldBe("""{"type":"object"}""");
    }

    [Fact]
    public async Task One_s_own_configurations_are_made_listed_changed_selected_and_deleted()
    {
        var (user, path, config) = (await Gateway.SignedIn(id, Role.User), $"/users/{id}/platforms/http/configs", Config());
        Services.On<CreatePlatformConfig>(_ => config);
        Services.On<ListPlatformConfigs>(_ => new PlatformConfigList([config], "more"));
        Services.On<ChangePlatformConfig>(_ => config);
        Services.On<ChangeCurrentConfig>(_ => config);
        Services.On<DeletePlatformConfig>(deleted => new PlatformConfigDeleted(deleted.ConfigId));

        var made = await user.Post(path, """{"name":"One","settings":{"baseUrl":"https://a.example"}}""").Json(HttpStatusCode.Created);
        made.Names().ShouldBe(["id", "name", "settings", "current", "createdAt", "updatedAt"]);
        Services.Last<CreatePlatformConfig>().Owner.ShouldBe(new Owner(OwnerKind.User, id));
        (await user.GetAsync(path).Json(HttpStatusCode.OK)).GetProperty("nextCursor").GetString().ShouldBe("more");
        await user.Send("PUT", $"{path}/{config.Id}", """{"name":"Two","settings":{"baseUrl":"https://a.example"}}""").Json(HttpStatusCode.OK);
        (await user.Send("PUT", $"{path}/{config.Id}/current", null)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await user.DeleteAsync($"{path}/{config.Id}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        Services.Refuse<DeletePlatformConfig>("CONFIG_IN_USE");
        await user.DeleteAsync($"{path}/{config.Id}").Problem(HttpStatusCode.Conflict, "CONFIG_IN_USE");
        Services.Received<GetUser>().ShouldBeEmpty("nobody asks who one is oneself");
    }

    [Fact]
    public async Task Credentials_go_out_encrypted_for_their_record_and_are_answered_by_none()
    {
        var (user, path) = (await Gateway.SignedIn(id, Role.User), $"/users/{id}/platforms/http/credentials");
        var isNew = true;
        Services.On<ConnectAccount>(_ => new AccountConnected(Account(), isNew));
        Services.On<ListConnectedAccounts>(_ => new ConnectedAccountList([Account()], null));
        Services.On<ChangeConnectedAccount>(_ => Account());
        Services.On<DisconnectAccount>(gone => new AccountDisconnected(gone.Owner, gone.Platform, gone.AccountId, Guid.NewGuid()));

        var stored = await user.Send("PUT", $"{path}/a-1", """{"credentials":{"token":"s3cr3t"},"syncEveryMinutes":60}""").Json(HttpStatusCode.Created);

        stored.Names().ShouldBe(["accountId", "status", "createdAt", "updatedAt", "lastSyncAt", "syncEveryMinutes", "keyId"]);
        var sent = Services.Last<ConnectAccount>();
        sent.ToString().ShouldNotContain("s3cr3t");
        var cipher = Gateway.App.Services.GetRequiredKeyedService<SecretCipher>("Campaigns");
        cipher.TryOpen(sent.Credentials, ConnectionRules.SealedFor(sent.Owner, "http", "a-1"), out var opened).ShouldBeTrue();
        opened.ShouldBe("""{"token":"s3cr3t"}""");
        cipher.TryOpen(sent.Credentials, ConnectionRules.SealedFor(sent.Owner, "http", "a-2"), out _).ShouldBeFalse();
        isNew = false;
        await user.Send("PUT", $"{path}/a-1", """{"credentials":{"token":"s3cr3t"}}""").Json(HttpStatusCode.OK);
        (await user.GetAsync(path).Json(HttpStatusCode.OK)).GetProperty("items")[0].GetProperty("status").GetString().ShouldBe("ACTIVE");

        await user.Send("PATCH", $"{path}/a-1", """{"status":"INACTIVE","syncEveryMinutes":null}""").Json(HttpStatusCode.OK);
        Services.Last<ChangeConnectedAccount>().ShouldSatisfyAllConditions(m => m.Status.ShouldBe(AccountStatus.Inactive), m => m.Unscheduled.ShouldBeTrue());
        await user.Send("PATCH", $"{path}/a-1", "{}").Json(HttpStatusCode.OK);
        Services.Last<ChangeConnectedAccount>().ShouldSatisfyAllConditions(m => m.Status.ShouldBeNull(), m => m.Unscheduled.ShouldBeFalse());
        Services.Refuse<ChangeConnectedAccount>("KEY_UNAVAILABLE");
        await user.Send("PATCH", $"{path}/a-1", """{"status":"ACTIVE"}""").Problem(HttpStatusCode.Conflict, "KEY_UNAVAILABLE");
        (await user.DeleteAsync($"{path}/a-1")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Theory]
    [InlineData(null, 404, 404)]
    [InlineData(TeamRole.Member, 200, 403)]
    [InlineData(TeamRole.Admin, 200, 204)]
    [InlineData(TeamRole.Owner, 200, 204)]
    public async Task Of_a_team_its_members_read_and_those_who_manage_it_change(TeamRole? role, int reads, int changes)
    {
        Services.On<GetTeamRole>(asked => new TeamMembership(asked.TeamId, role));
        Services.On<ListConnectedAccounts>(_ => new ConnectedAccountList([], null));
        Services.On<ListPlatformConfigs>(_ => new PlatformConfigList([], null));
        Services.On<DisconnectAccount>(gone => new AccountDisconnected(gone.Owner, gone.Platform, gone.AccountId, Guid.NewGuid()));
        Services.On<ChangeCurrentConfig>(_ => Config());
        var user = await Gateway.SignedIn(id, Role.User);

        ((int)(await user.GetAsync($"/teams/{team}/platforms/http/credentials")).StatusCode).ShouldBe(reads);
        ((int)(await user.GetAsync($"/teams/{team}/platforms/http/configs")).StatusCode).ShouldBe(reads);
        ((int)(await user.DeleteAsync($"/teams/{team}/platforms/http/credentials/a-1")).StatusCode).ShouldBe(changes);
        ((int)(await user.Send("PUT", $"/teams/{team}/platforms/http/configs/{Guid.NewGuid()}/current", null)).StatusCode).ShouldBe(changes);

        Services.Received<GetTeamRole>().ShouldAllBe(asked => asked.TeamId == team && asked.UserId == id);
        Services.Received<DisconnectAccount>().ShouldAllBe(sent => sent.Owner == new Owner(OwnerKind.Team, team));
        Services.Received<DisconnectAccount>().Count.ShouldBe(changes == 204 ? 1 : 0);
    }

    [Fact]
    public async Task Nothing_is_told_of_a_team_or_user_that_there_is_not()
    {
        Services.Refuse<GetTeamRole>("NOT_FOUND");
        Services.Refuse<GetUser>("NOT_FOUND");
        var admin = await Gateway.SignedIn(Role.Admin);

        foreach (var owner in new[] { $"/teams/{team}", $"/users/{id}" })
        {
            await admin.GetAsync($"{owner}/platforms/http/credentials").Problem(HttpStatusCode.NotFound, "NOT_FOUND");
        }

        Services.Received<ListConnectedAccounts>().ShouldBeEmpty();
    }

    [Theory]
    [InlineData(Role.Operator)]
    [InlineData(Role.Admin)]
    public async Task Nobody_sends_another_s_credentials_elsewhere(Role role)
    {
        Services.On<GetTeamRole>(asked => new TeamMembership(asked.TeamId, null));
        var staff = await Gateway.SignedIn(role);

        foreach (var owner in new[] { $"/teams/{team}", $"/users/{id}" })
        {
            await staff.Send("PUT", $"{owner}/platforms/http/configs/{Guid.NewGuid()}", """{"name":"n","settings":{"baseUrl":"https://a.example"}}""")
                .Problem(HttpStatusCode.Forbidden, "FORBIDDEN");
            await staff.Send("PUT", $"{owner}/platforms/http/credentials/a-1", """{"credentials":{"token":"t"}}""").Problem(HttpStatusCode.Forbidden, "FORBIDDEN");
        }

        (Services.Received<ChangePlatformConfig>().Count, Services.Received<ConnectAccount>().Count).ShouldBe((0, 0));
    }

    [Fact]
    public async Task Nobody_reaches_another_user_s()
    {
        var user = await Gateway.SignedIn(Role.User);

        await user.GetAsync($"/users/{id}/platforms/http/credentials").Problem(HttpStatusCode.NotFound, "NOT_FOUND");
        await user.Send("PUT", $"/users/{id}/platforms/http/credentials/a-1", """{"credentials":{"token":"t"}}""").Problem(HttpStatusCode.NotFound, "NOT_FOUND");
        Services.ReceivedCount.ShouldBe(0);
    }

    [Fact]
    public async Task What_is_wrong_is_said_at_once_and_quotes_no_secret()
    {
        var (user, configs, credentials) = (await Gateway.SignedIn(id, Role.User), $"/users/{id}/platforms/http/configs", $"/users/{id}/platforms/http/credentials");

        (await user.Post(configs, """{"name":" ","more":1}""").Faults()).ShouldBe(["more", "name", "settings"], ignoreOrder: true);
        (await user.Post(configs, """{"name":"n","settings":{"a":{"b":["\u0000"]}}}""").Faults()).ShouldBe(["settings"]);
        (await user.Post(configs, """{"name":"n","settings":{"a":"\ud800"}}""").Faults()).ShouldBe(["settings"]);
        (await user.Post(configs, """{"name":"n","settings":{"a":1e999}}""").Faults()).ShouldBe(["settings"]);
        (await user.Post(configs, $$$"""{"name":"n","settings":{"a":"{{{new string('x', 17_000)}}}"}}""").Faults()).ShouldBe(["settings"]);
        (await user.Send("PUT", $"{credentials}/a%20b", """{"credentials":{"token":"s3cr3t"}}""").Faults()).ShouldBe(["accountId"]);
        (await user.Send("PUT", $"{credentials}/{new string('a', 101)}", """{"credentials":{"token":"s3cr3t"}}""").Faults()).ShouldBe(["accountId"]);
        (await user.Send("PUT", $"{credentials}/a", """{"syncEveryMinutes":4}""").Faults()).ShouldBe(["credentials", "syncEveryMinutes"], ignoreOrder: true);
        (await user.Send("PATCH", $"{credentials}/a", """{"status":null,"syncEveryMinutes":1441}""").Faults()).ShouldBe(["status", "syncEveryMinutes"], ignoreOrder: true);
        Services.ReceivedCount.ShouldBe(0);
    }

    [Fact]
    public async Task Settings_and_credentials_have_16_KiB_at_most()
    {
        var (user, configs, account) = (await Gateway.SignedIn(id, Role.User), $"/users/{id}/platforms/http/configs", $"/users/{id}/platforms/http/credentials/a-1");
        Services.On<CreatePlatformConfig>(_ => Config());
        Services.On<ConnectAccount>(_ => new AccountConnected(Account(), IsNew: true));

        // One of the name, two around the value.
        var (most, more) = (new string('x', (16 * 1024) - 3), new string('x', (16 * 1024) - 2));
        await user.Post(configs, $$$"""{"name":"n","settings":{"a":"{{{most}}}"}}""").Json(HttpStatusCode.Created);
        (await user.Post(configs, $$$"""{"name":"n","settings":{"a":"{{{more}}}"}}""").Faults()).ShouldBe(["settings"]);
        await user.Send("PUT", account, $$$"""{"credentials":{"a":"{{{most}}}"}}""").Json(HttpStatusCode.Created);
        (await user.Send("PUT", account, $$$"""{"credentials":{"a":"{{{more}}}"}}""").Faults()).ShouldBe(["credentials"]);
    }

    [Fact]
    public async Task No_more_are_taken_than_an_owner_can_have()
    {
        var (user, http) = (await Gateway.SignedIn(id, Role.User), $"/users/{id}/platforms/http");
        Services.Refuse<CreatePlatformConfig>("INVALID_STATE");
        Services.Refuse<ConnectAccount>("INVALID_STATE");

        await user.Post($"{http}/configs", """{"name":"n","settings":{"baseUrl":"https://a.example"}}""").Problem(HttpStatusCode.Conflict, "INVALID_STATE");
        await user.Send("PUT", $"{http}/credentials/a-1", """{"credentials":{"token":"t"}}""").Problem(HttpStatusCode.Conflict, "INVALID_STATE");
    }

    [Fact]
    public async Task Keys_are_counted_and_records_wrapped_anew()
    {
        var admin = await Gateway.SignedIn(Role.Admin);
        Services.On<ListKeyUses>(_ => new KeyUseList([new KeyUse("2025", 3), new KeyUse("2026", 0)]));
        Services.On<BeginRewrap>(_ => new RewrapStarted("2026"));

        (await admin.GetAsync("/operations/keys").Json(HttpStatusCode.OK)).GetRawText().ShouldBe("""[{"keyId":"2025","records":3},{"keyId":"2026","records":0}]""");
        (await admin.Post("/operations/keys/rewrap")).StatusCode.ShouldBe(HttpStatusCode.Accepted);
    }

    private static PlatformConfigDetails Config() =>
        new(Guid.NewGuid(), "One", new Dictionary<string, JsonElement> { ["baseUrl"] = JsonSerializer.SerializeToElement("https://a.example") }, true, Now, Now);

    private static ConnectedAccountDetails Account() => new("http", "a-1", AccountStatus.Active, Now, Now, null, 60, "2026");
}
