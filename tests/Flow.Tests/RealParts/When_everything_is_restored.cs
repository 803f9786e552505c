using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Testing;
using Testing.Servers;
using Messaging.Client;

namespace Flow.Tests.RealParts;

/// <summary>By the scripts of deploy/backup, to one moment amid work.</summary>
public sealed class When_everything_is_restored(SharedDeployment shared) : OnSharedDeployment(shared)
{
    private const int Requests = 120;

    private readonly DirectoryInfo copies = Directory.CreateTempSubdirectory("copies-");

    private string Copy => Path.Combine(copies.FullName, "copy");

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        copies.Delete(recursive: true);
    }

    [RealFact(Real.RabbitMq, Real.Redis, Real.Postgres, Own = true, StopsStore = true)]
    public async Task Nothing_that_was_accepted_before_the_copy_is_missing_and_the_books_agree()
    {
        var campaign = await Campaign.Start(Deployment.Address, terms => terms with { ClaimLimit = Campaign.AtMost(1000) });
        using var user = await campaign.NewUser();
        var before = (await campaign.Admin.ComesToRest()).Requests;
        var accepted = new ConcurrentQueue<Guid>();
        var requests = Parallel.ForEachAsync(
            Enumerable.Range(0, Requests), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (_, _) => accepted.Enqueue(await campaign.Requested(user)));
        await Wait.Until(() => accepted.Count >= Requests / 4, "a quarter of the requests to be accepted");
        var first = accepted.ToArray();

        await Deployment.BackUp(Copy, marker: Path.Combine(copies.FullName, "last-backup"));

        await requests;
        await campaign.BecomesFulfilled(Requests, TimeSpan.FromSeconds(120));
        await Deployment.KillServices();
        await Deployment.Restore(Copy);
        await Deployment.StartAll();

        var books = await campaign.Admin.ComesToRest();
        var known = new List<Guid>();
        foreach (var id in accepted)
        {
            if ((await user.Get($"/events/requests/{id}")).Status == HttpStatusCode.OK)
            {
                known.Add(id);
            }
        }

        first.Except(known).ShouldBeEmpty();
        books.Requests.ShouldBe(before + known.Count);
        var after = await campaign.Requested(user);
        await user.Becomes(after, RequestStatus.Fulfilled);
        File.Exists(Path.Combine(copies.FullName, "last-backup")).ShouldBeTrue();
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(Copy).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        var broker = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Copy, "rabbitmq.json"))).RootElement;
        Names("users").ShouldBe(["auth", "campaign", "event", "gateway", "live", "monitoring", "reward"], ignoreOrder: true);
        Names("queues").ShouldContain("reward.work.fulfilment");
        Names("policies").ShouldNotBeEmpty();

        IEnumerable<string> Names(string what) => broker.GetProperty(what).EnumerateArray().Select(one => one.GetProperty("name").GetString()!);
    }
}
