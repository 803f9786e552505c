using System.Diagnostics;
using System.Net;
using Testing;
using Drills.Api;
using Testing.Processes;
using Testing.Servers;

namespace Flow.Tests.RealParts;

public sealed class When_no_answer_comes(SharedDeployment shared) : OnSharedDeployment(shared)
{
    /// <summary>
    /// The 4 seconds after which a Gateway gives up by itself, one more in which it promises to have answered, and 10 that a
    /// machine which is busy with other processes may add.
    /// </summary>
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(15);

    private ServiceProcess impatient = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        impatient = await Deployment.Another("Gateway", ("Messaging__RequestTimeoutMilliseconds", "4000"));
    }

    public override async Task DisposeAsync()
    {
        await Deployment.Remove(impatient);
        await base.DisposeAsync();
    }

    [RealFact(Real.RabbitMq, Real.Redis, Real.Postgres, Own = true)]
    public async Task From_a_service_that_is_gone_it_is_a_504_in_time()
    {
        var campaign = await Campaign.Start(impatient.Address);
        await Deployment.EventService.Kill();

        (await Read(campaign)).Expect(HttpStatusCode.GatewayTimeout).Code.ShouldBe("NO_ANSWER");
    }

    [RealFact(Real.RabbitMq, Real.Redis, Real.Postgres, Own = true)]
    public async Task From_a_broker_that_is_gone_it_is_said_in_time_and_passes_when_it_is_back()
    {
        var campaign = await Campaign.Start(impatient.Address);
        await Deployment.RabbitMq.Kill();

        ((int)(await Read(campaign)).Status).ShouldBeInRange(503, 504);

        await Deployment.RabbitMq.Start();
        await Deployment.StartAll();
        (await Read(campaign)).Expect(HttpStatusCode.OK);
    }

    [RealFact(Real.RabbitMq, Real.Redis, Real.Postgres, Own = true)]
    public async Task What_was_asked_of_a_service_that_stood_still_is_not_carried_out_later()
    {
        var campaign = await Campaign.Start(Deployment.Address);
        using var admin = new ApiClient(impatient.Address).With(campaign.Admin.AccessToken);
        await Wait.Until(async () => (await admin.Get("/events")).Status == HttpStatusCode.OK, "the first answer");
        var name = $"Too late {Guid.NewGuid():N}";
        await Deployment.EventService.Freeze();
        try
        {
            (await admin.Post("/events", new { name, periodStart = "2026-01-01T00:00:00Z" })).Expect(HttpStatusCode.GatewayTimeout);

            // Not in the moment in which it is given up: what is measured is exact but for what the fastest question takes.
            (await admin.Get("/events")).Expect(HttpStatusCode.GatewayTimeout);
        }
        finally
        {
            await Deployment.EventService.Thaw();
        }

        await Wait.Until(
            () => Deployment.EventService.Output.Contains("after its sender had given up and is not begun", StringComparison.Ordinal), "EventService to say that it came too late");
        (await campaign.Admin.Get("/events?limit=100")).Expect(HttpStatusCode.OK).Body.ShouldNotContain(name);
    }

    private static async Task<ApiAnswer> Read(Campaign campaign)
    {
        var watch = Stopwatch.StartNew();
        var answer = await campaign.Admin.Get($"/events/{campaign.EventId}");
        watch.Elapsed.ShouldBeLessThan(Bound);
        return answer;
    }
}
