using System.Net;
using System.Net.NetworkInformation;
using Testing;
using Drills.Api;
using Messaging.Client;
using Testing.Processes;
using Testing.Servers;

namespace Flow.Tests.RealParts;

[Collection(SharedDeployment.Collection)]
public sealed class When_every_service_runs_twice(EveryServiceTwice twice) : IClassFixture<EveryServiceTwice>, IAsyncLifetime
{
    private Deployment deployment = null!;

    public async Task InitializeAsync() => deployment = await twice.Healthy();

    public Task DisposeAsync()
    {
        deployment.ThrowIfOneDied();
        return Task.CompletedTask;
    }

    [RealFact(Real.RabbitMq, Real.Redis, Real.Postgres, Own = true)]
    public async Task Each_of_500_requests_is_granted_once()
    {
        var crowd = await Crowd.Gather(deployment.Address);

        await crowd.RequestAll();

        await crowd.EachIsGrantedOnce(TimeSpan.FromSeconds(120));
        ConnectionsTo(deployment.RabbitMq).ShouldBeInRange(12, 24, "one of each process, and one of who has looked after dead letters");
        ConnectionsTo(deployment.Redis).ShouldBe(16, "two of each Gateway and AuthService, four of each LiveService");
    }

    [RealFact(Real.RabbitMq, Real.Redis, Real.Postgres, Own = true)]
    public async Task Once_a_pause_is_answered_no_instance_accepts_a_request()
    {
        var campaign = await Campaign.Start(deployment.Address, terms => terms with { ClaimLimit = Campaign.AtMost(1000) });
        using var user = await campaign.NewUser();
        await campaign.Requested(user);

        await campaign.Admin.Typed.Events.Change(campaign.EventId, new EventChange { Status = EventStatus.Paused });
        var answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => campaign.Request(user)));

        answers.ShouldAllBe(answer => answer.Status == HttpStatusCode.Conflict && answer.Code == "EVENT_NOT_ACTIVE");
    }

    [RealFact(Real.RabbitMq, Real.Redis, Real.Postgres, Own = true)]
    public async Task A_hundred_decisions_at_once_are_a_hundred_entries_of_one_audit_chain()
    {
        var campaign = await Campaign.Start(deployment.Address, terms => Campaign.Manual(terms) with { ClaimLimit = Campaign.AtMost(100) });
        using var user = await campaign.NewUser();
        var ids = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => campaign.Requested(user)));

        var results = await campaign.Admin.Typed.Requests.Approve(ids);

        results.ShouldAllBe(result => result.Status == RequestStatus.Approved);
        IReadOnlyList<System.Text.Json.JsonElement> entries = [];
        await Wait.Until(
            async () => (entries = [.. (await campaign.Admin.Get("/audit?action=request.approved&limit=100")).Expect(HttpStatusCode.OK).Items
                .Where(entry => ids.Any(id => entry.GetProperty("target").GetString() == $"request:{id}"))]).Count == 100,
            "an entry of each decision",
            TimeSpan.FromSeconds(60));
        entries.Select(entry => entry.GetProperty("target").GetString()).ShouldBe(ids.Select(id => $"request:{id}"), ignoreOrder: true);
        (await campaign.Admin.Get("/audit/verify")).Expect(HttpStatusCode.OK).Json.GetProperty("valid").GetBoolean().ShouldBeTrue();
    }

    [RealFact(Real.RabbitMq, Real.Redis, Real.Postgres, Own = true)]
    public async Task A_logout_at_one_gateway_counts_at_the_other()
    {
        var email = $"user-{Guid.NewGuid():N}@example.com";
        using var here = await new ApiClient(deployment.Address).SignUp(email);
        using var there = new ApiClient(deployment.Gateways[1].Address).With(here.AccessToken);
        (await there.Get("/auth/me")).Expect(HttpStatusCode.OK);

        (await here.Post("/auth/logout")).Expect(HttpStatusCode.NoContent);

        (await there.Get("/auth/me")).Expect(HttpStatusCode.Unauthorized);
    }

    [RealFact(Real.RabbitMq, Real.Redis, Real.Postgres, Own = true)]
    public async Task A_change_of_password_or_roles_ends_access_at_both_gateways()
    {
        using var admin = await new ApiClient(deployment.Address).LogIn(TestAccounts.AdminEmail, TestAccounts.AdminPassword);
        using var user = await new ApiClient(deployment.Address).SignUp();

        (await admin.Put($"/users/{user.UserId}/roles", new { roles = new[] { "USER", "AUDITOR" } })).Expect(HttpStatusCode.OK);
        await NoGatewayTakes(user.AccessToken);

        user.With((await user.Post("/auth/refresh", new { refreshToken = user.RefreshToken })).Expect(HttpStatusCode.OK).Text("accessToken"));
        (await user.Put("/users/me/password", new { currentPassword = ApiClient.Password, newPassword = "Another-horse-8" })).Expect(HttpStatusCode.NoContent);
        await NoGatewayTakes(user.AccessToken);
    }

    [RealFact(Real.RabbitMq, Real.Redis, Real.Postgres, Own = true)]
    public async Task A_key_that_is_replaced_or_deleted_counts_at_no_gateway_nor_after_redis_has_lost_or_restored_what_it_kept()
    {
        using var admin = await new ApiClient(deployment.Address).LogIn(TestAccounts.AdminEmail, TestAccounts.AdminPassword);
        var account = (await admin.Post("/service-accounts", new { name = "import", permissions = new[] { "events:read" } })).Expect(HttpStatusCode.Created);
        var first = account.Text("key");
        foreach (var gateway in deployment.Gateways)
        {
            using var machine = new ApiClient(gateway.Address).With(first);
            (await machine.Get("/events")).Expect(HttpStatusCode.OK);
        }

        var second = (await admin.Post($"/service-accounts/{account.Text("id")}/rotate")).Expect(HttpStatusCode.OK).Text("key");
        await NoGatewayReads(first);
        var copy = deployment.Redis.Copy();
        (await admin.Delete($"/service-accounts/{account.Text("id")}")).Expect(HttpStatusCode.NoContent);
        await NoGatewayReads(first, second);

        await deployment.Redis.Restore(copy);

        await NoGatewayReads(first, second);
    }

    [RealFact(Real.RabbitMq, Real.Redis, Real.Postgres, Own = true)]
    public async Task A_restored_redis_lets_no_ended_session_in_and_loses_no_refresh_token()
    {
        using var ended = await new ApiClient(deployment.Address).SignUp();
        using var open = await new ApiClient(deployment.Address).SignUp();

        // The connections drop and what Redis kept on its disk, from before the logout, is back.
        var copy = deployment.Redis.Copy();
        (await ended.Post("/auth/logout")).Expect(HttpStatusCode.NoContent);
        await deployment.Redis.Restore(copy);

        // Every instance finds its way back to Redis for itself.
        foreach (var gateway in deployment.Gateways)
        {
            using var client = new ApiClient(gateway.Address).With(ended.AccessToken);
            (await Answered(() => client.Get("/auth/me"))).Expect(HttpStatusCode.Unauthorized);
        }

        (await Answered(() => ended.Post("/auth/refresh", new { refreshToken = ended.RefreshToken }))).Expect(HttpStatusCode.Unauthorized);
        var refreshed = (await Answered(() => open.Post("/auth/refresh", new { refreshToken = open.RefreshToken }))).Expect(HttpStatusCode.OK);
        (await open.With(refreshed.Text("accessToken")).Get("/auth/me")).Expect(HttpStatusCode.OK);
    }

    private async Task NoGatewayReads(params string[] keys)
    {
        foreach (var gateway in deployment.Gateways)
        {
            foreach (var key in keys)
            {
                using var machine = new ApiClient(gateway.Address).With(key);
                (await Answered(() => machine.Get("/events"))).Expect(HttpStatusCode.Unauthorized);
            }
        }
    }

    /// <summary>As docs/scaling.md counts them.</summary>
    private static int ConnectionsTo(RealServer server) => IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpConnections()
        .Count(connection => connection.RemoteEndPoint.Port == server.Port && connection.State == TcpState.Established);

    private static async Task<ApiAnswer> Answered(Func<Task<ApiAnswer>> call)
    {
        ApiAnswer? answer = null;
        await Testing.Wait.Until(
            async () => (answer = await call()).Status != HttpStatusCode.ServiceUnavailable, "sessions to be asked again", TimeSpan.FromSeconds(30));
        return answer!;
    }

    private async Task NoGatewayTakes(string accessToken)
    {
        foreach (var gateway in deployment.Gateways)
        {
            using var client = new ApiClient(gateway.Address).With(accessToken);
            (await client.Get("/auth/me")).Expect(HttpStatusCode.Unauthorized);
        }
    }

    [RealFact(Real.RabbitMq, Real.Redis, Real.Postgres, Own = true)]
    public Task A_stream_at_one_gateway_tells_what_happens_through_the_other() =>
        ApprovalStream.TellsEachChange(deployment.Address, streaming: deployment.Gateways[1].Address);
}

/// <summary>The shared deployment with a second instance of each service for the tests of a class.</summary>
public sealed class EveryServiceTwice(SharedDeployment shared) : IAsyncLifetime
{
    private readonly List<ServiceProcess> second = [];
    private Deployment? deployment;

    public async Task<Deployment> Healthy()
    {
        var healthy = await shared.Healthy();
        if (healthy != deployment)
        {
            deployment = healthy;
            second.Clear();
            second.AddRange(new[] { "Gateway", "AuthService", "EventService", "RewardWorker", "LiveService", "CampaignService" }.Select(name => healthy.Add(name)));
            await healthy.StartAll();
        }

        return healthy;
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => Task.WhenAll(second.Select(service => deployment!.Remove(service)));
}
