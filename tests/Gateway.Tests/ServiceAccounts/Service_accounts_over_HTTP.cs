using System.Net;
using Contracts.ServiceAccounts;
using Contracts.Users;
using Gateway.Tests.Hosting;
using Sessions;

namespace Gateway.Tests.ServiceAccounts;

public sealed class Service_accounts_over_HTTP(RunningGateway gateway) : GatewayTests(gateway)
{
    private const string Body = """{"name":"import","permissions":["events:read","activities:write"],"expiresAt":"2099-01-01T00:00:00+01:00"}""";

    [Fact]
    public async Task The_key_is_shown_once_and_leaves_as_its_hash()
    {
        Services.On<CreateServiceAccount>(created => Details(created.ServiceAccountId));

        var response = await (await Gateway.SignedIn(Role.Admin)).Post("/service-accounts", Body);

        response.StatusCode.ShouldBe(HttpStatusCode.Created);
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
        var account = await response.Json();
        account.Names().ShouldBe(["id", "name", "permissions", "key", "createdAt", "expiresAt"]);
        var key = account.GetProperty("key").GetString()!;
        key.ShouldMatch("^msk_[A-Za-z0-9_-]{43}$");
        var sent = Services.Last<CreateServiceAccount>();
        sent.KeyHash.ShouldBe(ServiceKey.Parse(key)!.Hash);
        sent.ExpiresAt.ShouldBe(new DateTimeOffset(2098, 12, 31, 23, 0, 0, TimeSpan.Zero));
        sent.ToString().ShouldNotContain(key);
        account.GetProperty("id").GetGuid().ShouldBe(sent.ServiceAccountId);
    }

    [Fact]
    public async Task What_is_wrong_with_one_is_said_at_once()
    {
        var admin = await Gateway.SignedIn(Role.Admin);

        (await admin.Post("/service-accounts", "{}").Faults()).ShouldBe(["name", "permissions"]);
        (await admin.Post("/service-accounts", """{"name":"","permissions":[],"expiresAt":"2001-01-01T00:00:00Z"}""").Faults())
            .ShouldBe(["expiresAt", "name", "permissions"]);
        (await admin.Post("/service-accounts", """{"name":"n","permissions":["events:read","events:rule",null],"expiresAt":"soon"}""").Faults())
            .ShouldBe(["expiresAt", "permissions[1]", "permissions[2]"]);
        (await admin.Post("/service-accounts", """{"name":"n","permissions":["events:read","events:read"]}""").Faults()).ShouldBe(["permissions"]);
        (await admin.Post($"/service-accounts/{Guid.NewGuid()}/rotate", """{"overlapSeconds":604801}""").Faults()).ShouldBe(["overlapSeconds"]);
        Services.ReceivedCount.ShouldBe(0);
    }

    [Fact]
    public async Task A_new_key_is_shown_once_and_the_old_ends_at_once_unless_said()
    {
        var (admin, id) = (await Gateway.SignedIn(Role.Admin), Guid.NewGuid());
        Services.On<RotateServiceKey>(rotated => Details(rotated.ServiceAccountId));

        var account = await admin.Post($"/service-accounts/{id}/rotate").Json(HttpStatusCode.OK);
        account.Names().ShouldBe(["id", "name", "permissions", "key", "createdAt", "expiresAt"]);
        Services.Last<RotateServiceKey>().ShouldSatisfyAllConditions(
            sent => sent.OverlapSeconds.ShouldBe(0),
            sent => sent.KeyHash.ShouldBe(ServiceKey.Parse(account.GetProperty("key").GetString()!)!.Hash));
        await admin.Post($"/service-accounts/{id}/rotate", """{"overlapSeconds":60}""").Json(HttpStatusCode.OK);
        Services.Last<RotateServiceKey>().OverlapSeconds.ShouldBe(60);

        Services.Refuse<RotateServiceKey>("NOT_FOUND");
        await admin.Post($"/service-accounts/{id}/rotate").Problem(HttpStatusCode.NotFound, "NOT_FOUND");
    }

    [Fact]
    public async Task No_answer_with_a_key_is_kept_for_a_repeat()
    {
        Services.On<CreateServiceAccount>(created => Details(created.ServiceAccountId));
        Services.On<RotateServiceKey>(rotated => Details(rotated.ServiceAccountId));
        var admin = await Gateway.SignedIn(Role.Admin);
        admin.DefaultRequestHeaders.Add("Idempotency-Key", "1");
        var rotate = $"/service-accounts/{Guid.NewGuid()}/rotate";

        var created = new[] { await admin.Post("/service-accounts", Body).Json(HttpStatusCode.Created), await admin.Post("/service-accounts", Body).Json(HttpStatusCode.Created) };
        var rotated = new[] { await admin.Post(rotate).Json(HttpStatusCode.OK), await admin.Post(rotate).Json(HttpStatusCode.OK) };

        created.Select(account => account.GetProperty("id").GetGuid()).Distinct().ShouldHaveSingleItem();
        created.Concat(rotated).Select(account => account.GetProperty("key").GetString()).Distinct().Count().ShouldBe(4);
    }

    [Fact]
    public async Task No_list_has_a_key()
    {
        Services.On<ListServiceAccounts>(_ => new ServiceAccountList([Details(Guid.NewGuid())], "more"));

        var list = await (await Gateway.SignedIn(Role.Admin)).GetAsync("/service-accounts?limit=1").Json(HttpStatusCode.OK);

        list.GetProperty("nextCursor").GetString().ShouldBe("more");
        list.GetProperty("items")[0].Names().ShouldBe(["id", "name", "permissions", "createdAt", "expiresAt", "lastUsedAt"]);
    }

    [Fact]
    public async Task One_that_is_deleted_is_gone()
    {
        var admin = await Gateway.SignedIn(Role.Admin);
        Services.On<DeleteServiceAccount>(deleted => new ServiceAccountDeleted(deleted.ServiceAccountId));
        (await admin.DeleteAsync($"/service-accounts/{Guid.NewGuid()}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        Services.Refuse<DeleteServiceAccount>("NOT_FOUND");
        await admin.DeleteAsync($"/service-accounts/{Guid.NewGuid()}").Problem(HttpStatusCode.NotFound, "NOT_FOUND");
    }

    private static ServiceAccountDetails Details(Guid id) => new(id, "import", [Permissions.EventsRead], DateTimeOffset.UnixEpoch, null, null);
}
