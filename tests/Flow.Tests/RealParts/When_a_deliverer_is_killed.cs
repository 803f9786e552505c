using System.Net;
using Testing;
using Testing.Processes;
using Drills.Receivers;
using Testing.Servers;

namespace Flow.Tests.RealParts;

public sealed class When_a_deliverer_is_killed(SharedDeployment shared) : OnSharedDeployment(shared)
{
    private const int Users = 40;

    private ServiceProcess other = null!;
    private WebhookReceiver receiver = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        receiver = await WebhookReceiver.Start();
        other = await Deployment.Another("RewardWorker");
    }

    public override async Task DisposeAsync()
    {
        await Deployment.Remove(other);
        await receiver.DisposeAsync();
        await base.DisposeAsync();
    }

    [RealFact(Real.RabbitMq, Real.Redis, Real.Postgres, Own = true)]
    public async Task Another_RewardWorker_delivers_each_grant_under_its_key()
    {
        var campaign = await Campaign.Start(Deployment.Address, changes: null, Campaign.Delivered(receiver));
        var users = await Task.WhenAll(Enumerable.Range(0, Users).Select(_ => campaign.NewUser()));

        var received = 0;
        var dead = new TaskCompletionSource();
        receiver.Answer = (_, _) => Interlocked.Increment(ref received) > Users / 4 ? dead.Task : Task.CompletedTask;
        (await Task.WhenAll(users.Select(campaign.Request))).ShouldAllBe(answer => answer.Status == HttpStatusCode.Created);
        await Wait.Until(() => receiver.Received.Count > Users / 2, "half of the grants to be in the receiver's hands");
        await Deployment.RewardWorker.Kill();
        dead.SetResult();

        await campaign.BecomesFulfilled(Users, TimeSpan.FromSeconds(120));
        var grants = new List<string>();
        foreach (var user in users)
        {
            grants.Add($"{(await user.Ledger()).ShouldHaveSingleItem().Id}");
        }

        receiver.Received.Select(r => r.Key).Distinct().Order().ShouldBe(grants.Order());
        receiver.Received.ShouldAllBe(r => r.IsSignedWith(WebhookReceiver.Secret) && r.Type == "reward.granted");
    }
}
