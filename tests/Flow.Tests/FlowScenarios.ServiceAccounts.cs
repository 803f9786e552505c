using System.Net;
using Drills.Api;
using Testing;
using Testing.Processes;

namespace Flow.Tests;

public abstract partial class FlowScenarios
{
    [Fact]
    public async Task A_machine_acts_as_its_service_account_until_that_is_deleted()
    {
        using var admin = await new ApiClient(Address).LogIn(TestAccounts.AdminEmail, TestAccounts.AdminPassword);
        var created = (await admin.Post("/service-accounts", new { name = "import", permissions = new[] { "events:read", "events:write", "activities:write" } }))
            .Expect(HttpStatusCode.Created);
        var account = $"/service-accounts/{created.Text("id")}";
        using var machine = new ApiClient(Address).With(created.Text("key"));

        var id = (await machine.Post("/events", new { name = "By a machine", periodStart = "2026-01-01T00:00:00Z" })).Expect(HttpStatusCode.Created).Text("id");
        (await machine.Get("/users")).Expect(HttpStatusCode.Forbidden);
        (await machine.Get("/me/wallet")).Expect(HttpStatusCode.Forbidden);
        (await machine.Post($"/events/{id}/request")).Expect(HttpStatusCode.Forbidden);
        await Wait.Until(
            async () => (await admin.Get($"/audit?target=event:{id}")).Expect(HttpStatusCode.OK).Items is [var entry]
                && entry.GetProperty("actor").GetString() == $"service:{created.Text("id")}",
            "what it did is audited as its own");
        (await admin.Get("/service-accounts")).Expect(HttpStatusCode.OK).Body.ShouldNotContain("msk_");

        var rotated = (await admin.Post($"{account}/rotate", new { overlapSeconds = 600 })).Expect(HttpStatusCode.OK);
        using var renewed = new ApiClient(Address).With(rotated.Text("key"));
        (await machine.Get("/events")).Expect(HttpStatusCode.OK);
        (await renewed.Get("/events")).Expect(HttpStatusCode.OK);

        (await admin.Delete(account)).Expect(HttpStatusCode.NoContent);
        (await machine.Get("/events")).Expect(HttpStatusCode.Unauthorized);
        (await renewed.Get("/events")).Expect(HttpStatusCode.Unauthorized);
        (await admin.Delete(account)).Expect(HttpStatusCode.NotFound);
    }
}
