using System.Net;
using RabbitMQ.Client;
using Testing;
using Testing.Processes;
using Testing.Servers;
using Messaging.Client;

namespace Flow.Tests.RealParts;

public sealed class When_a_part_is_away(SharedDeployment shared) : OnSharedDeployment(shared)
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(180);

    [RealFact(Real.RabbitMq, Real.Redis, Real.Postgres, Own = true)]
    public async Task A_broker_that_is_down_at_start_is_waited_for()
    {
        await Deployment.KillServices();
        await Deployment.RabbitMq.Kill();
        Deployment.Gateway.Start();
        Deployment.EventService.Start();

        using var http = new HttpClient { BaseAddress = Deployment.EventService.Address };
        await Wait.Until(
            async () => Deployment.EventService.Output.Contains("bus is unhealthy; waiting for it", StringComparison.Ordinal)
                && (await http.GetAsync("/health/ready")).StatusCode == HttpStatusCode.ServiceUnavailable,
            "EventService to say that it waits for its broker",
            Bound);
        Deployment.EventService.IsRunning.ShouldBeTrue();

        await Deployment.RabbitMq.Start();
        await Deployment.StartAll();
        await A_request_is_fulfilled();
    }

    [RealFact(Real.RabbitMq, Real.Redis, Real.Postgres, Own = true)]
    public async Task A_request_accepted_while_RewardWorker_is_down_is_fulfilled_after_it_returns()
    {
        await Deployment.RewardWorker.Kill();
        var campaign = await Campaign.Start(Deployment.Address);
        using var user = await campaign.NewUser();
        var id = (await campaign.Request(user)).Expect(HttpStatusCode.Created).Id;
        (await user.Get($"/events/requests/{id}")).Text("status").ShouldBe("PENDING");

        Deployment.RewardWorker.Start();

        await user.Becomes(id, RequestStatus.Fulfilled, Bound);
    }

    [RealFact(Real.RabbitMq, Real.Redis, Real.Postgres, Own = true)]
    public async Task A_request_by_terms_that_RewardWorker_does_not_know_waits_for_EventService()
    {
        await Deployment.RewardWorker.Kill();
        var campaign = await Campaign.Start(Deployment.Address);
        using var user = await campaign.NewUser();
        var id = (await campaign.Request(user)).Expect(HttpStatusCode.Created).Id;
        await using (var connection = await new ConnectionFactory { Uri = new Uri(Deployment.RewardWorker.Setting("ConnectionStrings__RabbitMq")) }.CreateConnectionAsync())
        {
            await using var channel = await connection.CreateChannelAsync();
            await Wait.Until(async () => await channel.MessageCountAsync("reward.work.fulfilment") > 0, "the request to be on its way", Bound);
        }

        await Deployment.EventService.Kill();
        Deployment.RewardWorker.Start();
        await Wait.Until(
            () => Deployment.RewardWorker.Output.Contains("Messages wait for EventService", StringComparison.Ordinal), "the request to wait", Bound);
        Deployment.EventService.Start();

        await user.Becomes(id, RequestStatus.Fulfilled, Bound);
        (await user.Ledger()).Count.ShouldBe(1);
    }

    [RealFact(Real.RabbitMq, Real.Redis, Real.Postgres, Own = true)]
    public async Task Sessions_that_cannot_be_asked_are_a_503()
    {
        var campaign = await Campaign.Start(Deployment.Address);
        await Deployment.Redis.Stop();

        (await campaign.Admin.Get("/auth/me")).Expect(HttpStatusCode.ServiceUnavailable).Code.ShouldBe("SERVICE_UNAVAILABLE");

        await Deployment.Redis.Start();
        await Wait.Until(
            async () => (await campaign.Admin.Get("/auth/me")).Status != HttpStatusCode.ServiceUnavailable, "sessions to be asked again", Bound);
    }

    private async Task A_request_is_fulfilled()
    {
        var campaign = await Campaign.Start(Deployment.Address);
        using var user = await campaign.NewUser();
        var id = (await campaign.Request(user)).Expect(HttpStatusCode.Created).Id;
        await user.Becomes(id, RequestStatus.Fulfilled);
    }
}

/// <summary>On components of its own: their queues are still to be made.</summary>
public sealed class When_a_service_never_ran
{
    [RealFact(Real.RabbitMq, Real.Redis, Real.Postgres, Own = true)]
    public async Task A_request_accepted_before_RewardWorker_ever_ran_is_fulfilled_when_it_comes()
    {
        await using var deployment = await Deployment.Components();
        deployment.Gateway.Start();
        deployment.AuthService.Start();
        deployment.EventService.Start();
        await Task.WhenAll(deployment.Gateway.Ready(), deployment.AuthService.Ready(), deployment.EventService.Ready());
        var campaign = await Campaign.Start(deployment.Address);
        using var user = await campaign.NewUser();
        var id = (await campaign.Request(user)).Expect(HttpStatusCode.Created).Id;

        deployment.RewardWorker.Start();

        await user.Becomes(id, RequestStatus.Fulfilled, TimeSpan.FromSeconds(180));
        (await user.Ledger()).Count.ShouldBe(1);
    }
}
