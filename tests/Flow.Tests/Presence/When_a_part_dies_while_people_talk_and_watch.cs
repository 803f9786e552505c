using System.Collections.Concurrent;
using System.Net;
using Drills.Api;
using Flow.Tests.RealParts;
using Testing;
using Testing.Processes;
using Testing.Servers;

namespace Flow.Tests.Presence;

/// <summary>Two LiveServices behind one Gateway. What died is back before presence is looked at, but for the instance, in whose stead the other serves.</summary>
[Collection(SharedDeployment.Collection)]
public sealed class When_a_part_dies_while_people_talk_and_watch(TwoLiveServices two) : IClassFixture<TwoLiveServices>, IAsyncLifetime
{
    private Deployment deployment = null!;
    private Gathering people = null!;

    public async Task InitializeAsync()
    {
        if (Real.RabbitMq.IsInstalled() && Real.Redis.IsInstalled() && Real.Postgres.IsInstalled())
        {
            deployment = await two.Healthy();
            people = await Gathering.Of(two.Gateway.Address, new ConcurrentQueue<ApiClient>(two.Users));
            await people.IsThereAsItIs();
        }
    }

    public async Task DisposeAsync()
    {
        if (people is not null)
        {
            await people.DisposeAsync();
            deployment.ThrowIfOneDied();
        }
    }

    [RealFact(Real.RabbitMq, Real.Redis, Real.Postgres, Own = true)]
    public async Task Those_of_a_killed_instance_go_on_at_the_other()
    {
        await deployment.LiveService.Kill();
        await people.GoesOn();

        await NothingIsLost();
    }

    [RealFact(Real.RabbitMq, Real.Redis, Real.Postgres, Own = true)]
    public async Task Presence_is_right_again_after_Redis_was_killed()
    {
        await deployment.Redis.Kill();
        await people.GoesOn();
        using var anybody = new ApiClient(two.Gateway.Address).With(two.Users[0].AccessToken);
        await Wait.Until(async () => (await anybody.Get("/auth/me")).Status == HttpStatusCode.ServiceUnavailable, "sessions to be away");
        await deployment.Redis.Start();

        // It may have forgotten ends of sessions: no access token from before holds.
        await people.SignInAgain();
        await NothingIsLost();
    }

    [RealFact(Real.RabbitMq, Real.Redis, Real.Postgres, Own = true)]
    public async Task Presence_is_right_again_after_the_broker_was_killed()
    {
        await deployment.RabbitMq.Kill();
        await people.GoesOn();
        await deployment.RabbitMq.Start();

        await NothingIsLost();
    }

    private async Task NothingIsLost()
    {
        await people.IsThereAsItIs();
        await people.EachStayIsOnRecord();
        await people.EachSecondAndDropCountsOnce();
    }
}

/// <summary>The shared deployment with a second LiveService, a Gateway that passes connections on to both, and enough who have signed up.</summary>
public sealed class TwoLiveServices(SharedDeployment shared) : IAsyncLifetime
{
    private ServiceProcess? second;
    private Deployment? deployment;

    public ServiceProcess Gateway { get; private set; } = null!;

    internal IReadOnlyList<ApiClient> Users { get; private set; } = [];

    public async Task<Deployment> Healthy()
    {
        var healthy = await shared.Healthy();
        if (healthy != deployment)
        {
            deployment = healthy;
            second = await healthy.Another("LiveService");
            Gateway = await healthy.Another("Gateway");
            Users = await SignUp((Gathering.Size.Rooms * 5) + Gathering.Size.Viewers);
        }

        return healthy;
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (second is not null)
        {
            await deployment!.Remove(Gateway);
            await deployment.Remove(second);
        }

        foreach (var user in Users)
        {
            user.Dispose();
        }
    }

    private async Task<IReadOnlyList<ApiClient>> SignUp(int count)
    {
        var users = new ConcurrentQueue<ApiClient>();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (_, _) => users.Enqueue(await new ApiClient(Gateway.Address).SignUp()));
        return [.. users];
    }
}
