using System.Diagnostics;
using System.Net;
using Testing.Api;
using Testing.Processes;
using Testing.Servers;

namespace Flow.Tests.RealParts;

[Collection(SharedDeployment.Collection)]
public sealed class When_no_answer_comes(SharedDeployment shared) : IAsyncLifetime
{
    /// <summary>
    /// The 4 seconds after which a Gateway gives up by itself, one more in which it promises to have answered, and 10 that a
    /// machine which is busy with other processes may add.
    /// </summary>
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(15);

    private Deployment deployment = null!;
    private ServiceProcess impatient = null!;
    private Campaign campaign = null!;

    public async Task InitializeAsync()
    {
        deployment = await shared.Healthy();
        impatient = deployment.Add("Gateway", ("Messaging__RequestTimeoutMilliseconds", "4000"));
        await deployment.StartAll();
        campaign = await Campaign.Start(impatient.Address);
    }

    public Task DisposeAsync() => deployment.Remove(impatient);

    [RealFact(Real.RabbitMq, Real.Redis, Real.Postgres, Own = true)]
    public async Task From_a_service_that_is_gone_it_is_a_504_in_time()
    {
        await deployment.EventService.Kill();

        (await Read()).Expect(HttpStatusCode.GatewayTimeout).Code.ShouldBe("NO_ANSWER");
    }

    [RealFact(Real.RabbitMq, Real.Redis, Real.Postgres, Own = true)]
    public async Task From_a_broker_that_is_gone_it_is_said_in_time_and_passes_when_it_is_back()
    {
        await deployment.RabbitMq.Kill();

        ((int)(await Read()).Status).ShouldBeInRange(503, 504);

        await deployment.RabbitMq.Start();
        await deployment.StartAll();
        (await Read()).Expect(HttpStatusCode.OK);
    }

    private async Task<ApiAnswer> Read()
    {
        var watch = Stopwatch.StartNew();
        var answer = await campaign.Admin.Get($"/events/{campaign.EventId}");
        watch.Elapsed.ShouldBeLessThan(Bound);
        return answer;
    }
}
