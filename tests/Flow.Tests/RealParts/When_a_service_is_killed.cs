using Testing.Processes;
using Testing.Servers;

namespace Flow.Tests.RealParts;

public sealed class When_a_service_is_killed(SharedDeployment shared) : OnSharedDeployment(shared)
{
    [RealFact(Real.RabbitMq, Real.Redis, Real.Postgres, Own = true)]
    public async Task RewardWorker_goes_on_after_kill_9_in_the_middle_of_500_requests()
    {
        var crowd = await Crowd.Gather(Deployment.Address, isPatient: true);

        var requests = crowd.RequestAll();
        await crowd.HasBeenAccepted(Crowd.Size / 3);
        await Deployment.RewardWorker.Kill();
        await requests;
        Deployment.RewardWorker.Start();

        await crowd.EachIsGrantedOnce(TimeSpan.FromSeconds(120));
    }

    [RealFact(Real.RabbitMq, Real.Redis, Real.Postgres, Own = true)]
    public async Task Stock_100_is_granted_100_times_of_1000_though_RewardWorker_is_killed()
    {
        var rush = await Rush.Gather(Deployment.Address);

        var requests = rush.RequestAll();
        await rush.HasBeenAccepted(Rush.Size / 3);
        await Deployment.RewardWorker.Kill();
        Deployment.RewardWorker.Start();
        await requests;

        await rush.StockIsGrantedExactly(TimeSpan.FromSeconds(180));
    }

    [RealFact(Real.RabbitMq, Real.Redis, Real.Postgres, Own = true)]
    public async Task EventService_goes_on_after_kill_9_in_the_middle_of_500_requests()
    {
        var crowd = await Crowd.Gather(Deployment.Address, isPatient: true);

        var requests = crowd.RequestAll();
        await crowd.HasBeenAccepted(Crowd.Size / 3);
        await Deployment.EventService.Kill();
        Deployment.EventService.Start();
        await requests;

        await crowd.EachIsGrantedOnce(TimeSpan.FromSeconds(120));
    }

    [RealFact(Real.RabbitMq, Real.Redis, Real.Postgres, Own = true)]
    public async Task The_broker_goes_on_after_kill_9_in_the_middle_of_500_requests()
    {
        var crowd = await Crowd.Gather(Deployment.Address, isPatient: true);

        var requests = crowd.RequestAll();
        await crowd.HasBeenAccepted(Crowd.Size / 3);
        await Deployment.RabbitMq.Kill();
        await Deployment.RabbitMq.Start();
        await requests;

        await crowd.EachIsGrantedOnce(TimeSpan.FromSeconds(120));
    }
}
