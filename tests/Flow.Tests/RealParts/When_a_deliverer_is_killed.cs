using System.Net;
using Testing;
using Testing.Processes;
using Testing.Receivers;
using Testing.Servers;

namespace Flow.Tests.RealParts;

[Collection(SharedDeployment.Collection)]
public sealed class When_a_deliverer_is_killed(SharedDeployment shared) : IAsyncLifetime
{
    private const int Users = 40;

    private Deployment deployment = null!;
    private ServiceProcess other = null!;
    private WebhookReceiver receiver = null!;

    public async Task InitializeAsync()
    {
        deployment = await shared.Healthy();
        receiver = await WebhookReceiver.Start();
        other = await deployment.Another("RewardWorker");
    }

    public async Task DisposeAsync()
    {
        await deployment.Remove(other);
        await receiver.DisposeAsync();
        deployment.ThrowIfOneDied();
    }

    [RealFact(Real.RabbitMq, Real.Redis, Real.Postgres, Own = true)]
    public async Task Another_RewardWorker_delivers_each_grant_under_its_key()
    {
        var campaign = await Campaign.Start(deployment.Address, changes: null, Campaign.Delivered(receiver));
        var users = await Task.WhenAll(Enumerable.Range(0, Users).Select(_ => campaign.NewUser()));

        var received = 0;
        var dead = new TaskCompletionSource();
        receiver.Answer = (_, _) => Interlocked.Increment(ref received) > Users / 4 ? dead.Task : Task.CompletedTask;
        (await Task.WhenAll(users.Select(campaign.Request))).ShouldAllBe(answer => answer.Status == HttpStatusCode.Created);
        await Wait.Until(() => receiver.Received.Count > Users / 2, "half of the grants to be in the receiver's hands");
        await deployment.RewardWorker.Kill();
        dead.SetResult();

        await campaign.BecomesFulfilled(Users, TimeSpan.FromSeconds(120));
        var grants = new List<string>();
        foreach (var user in users)
        {
            grants.Add((await user.Ledger()).ShouldHaveSingleItem().GetProperty("id").GetString()!);
        }

        receiver.Received.Select(r => r.Key).Distinct().Order().ShouldBe(grants.Order());
        receiver.Received.ShouldAllBe(r => r.IsSignedWith(WebhookReceiver.Secret) && r.Type == "reward.granted");
    }
}
