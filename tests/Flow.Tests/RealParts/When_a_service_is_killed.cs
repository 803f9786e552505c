using Testing.Processes;
using Testing.Servers;

namespace Flow.Tests.RealParts;

[Collection(SharedDeployment.Collection)]
public sealed class When_a_service_is_killed(SharedDeployment shared) : IAsyncLifetime
{
    private Deployment deployment = null!;

    public async Task InitializeAsync() => deployment = await shared.Healthy();

    public Task DisposeAsync()
    {
        deployment.ThrowIfOneDied();
        return Task.CompletedTask;
    }

    [RealFact(Real.RabbitMq, Real.Redis, Real.Postgres, Own = true)]
    public async Task RewardWorker_goes_on_after_kill_9_in_the_middle_of_500_requests()
    {
        var crowd = await Crowd.Gather(deployment.Address);

        var requests = crowd.RequestAll();
        await crowd.HasBeenAccepted(Crowd.Size / 3);
        await deployment.RewardWorker.Kill();
        await requests;
        deployment.RewardWorker.Start();

        await crowd.EachIsGrantedOnce(TimeSpan.FromSeconds(120));
    }

    [RealFact(Real.RabbitMq, Real.Redis, Real.Postgres, Own = true)]
    public async Task Stock_100_is_granted_100_times_of_1000_though_RewardWorker_is_killed()
    {
        var rush = await Rush.Gather(deployment.Address);

        var requests = rush.RequestAll();
        await rush.HasBeenAccepted(Rush.Size / 3);
        await deployment.RewardWorker.Kill();
        deployment.RewardWorker.Start();
        await requests;

        await rush.StockIsGrantedExactly(TimeSpan.FromSeconds(180));
    }

    [RealFact(Real.RabbitMq, Real.Redis, Real.Postgres, Own = true)]
    public async Task EventService_goes_on_after_kill_9_in_the_middle_of_500_requests()
    {
        var crowd = await Crowd.Gather(deployment.Address);

        var requests = crowd.RequestAll();
        await crowd.HasBeenAccepted(Crowd.Size / 3);
        await deployment.EventService.Kill();
        deployment.EventService.Start();
        await requests;

        await crowd.EachIsGrantedOnce(TimeSpan.FromSeconds(120));
    }

    [RealFact(Real.RabbitMq, Real.Redis, Real.Postgres, Own = true)]
    public async Task The_broker_goes_on_after_kill_9_in_the_middle_of_500_requests()
    {
        var crowd = await Crowd.Gather(deployment.Address);

        var requests = crowd.RequestAll();
        await crowd.HasBeenAccepted(Crowd.Size / 3);
        await deployment.RabbitMq.Kill();
        await deployment.RabbitMq.Start();
        await requests;

        await crowd.EachIsGrantedOnce(TimeSpan.FromSeconds(120));
    }
}
