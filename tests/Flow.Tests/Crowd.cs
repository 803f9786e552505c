using System.Net;
using Testing;
using Drills.Api;
using Testing.Processes;
using Messaging.Client;

namespace Flow.Tests;

/// <summary>Users who each request the reward of each of several events, some hundreds of requests together.</summary>
internal sealed class Crowd
{
    private const int Users = 10;
    private const int Events = 50;

    private readonly List<ApiClient> users = [];
    private readonly List<Campaign> campaigns = [];
    private int accepted;
    private long fulfilledBefore;

    public static int Size => Users * Events;

    /// <summary>Logged in once: a second login would end this session.</summary>
    public ApiClient Admin => campaigns[0].Admin;

    public int Accepted => Volatile.Read(ref accepted);

    /// <param name="isPatient">Whether what is busy or away is asked again when it is counted, too: only where parts are taken away.</param>
    public static async Task<Crowd> Gather(Uri address, bool isPatient = false)
    {
        var crowd = new Crowd();
        var admin = await new ApiClient(address, isPatient: isPatient).LogIn(TestAccounts.AdminEmail, TestAccounts.AdminPassword);
        for (var i = 0; i < Events; i++)
        {
            crowd.campaigns.Add(await Campaign.Start(address, admin));
        }

        for (var i = 0; i < Users; i++)
        {
            crowd.users.Add(await new ApiClient(address, isPatient: isPatient).SignUp());
        }

        crowd.fulfilledBefore = await crowd.Fulfilled();
        return crowd;
    }

    /// <summary>
    /// Sends every request, 32 at a time, each with an idempotency key, and again for as long as the platform has no
    /// answer for it (503, 504), as a careful client does.
    /// </summary>
    public Task RequestAll() => Parallel.ForEachAsync(
        campaigns.SelectMany(campaign => users.Select(user => (campaign, user))),
        new ParallelOptions { MaxDegreeOfParallelism = 32 },
        async (pair, _) =>
        {
            var key = Guid.NewGuid().ToString();
            await Wait.Until(
                async () =>
                {
                    var answer = await pair.user.Post($"/events/{pair.campaign.EventId}/request", idempotencyKey: key);
                    return answer.Status switch
                    {
                        HttpStatusCode.Created => true,
                        HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout => false,
                        HttpStatusCode.Conflict when answer.Code == "IDEMPOTENCY_IN_PROGRESS" => false,
                        _ => throw new InvalidOperationException($"{(int)answer.Status}: {answer.Body}"),
                    };
                },
                "a request to be accepted",
                TimeSpan.FromSeconds(90));
            Interlocked.Increment(ref accepted);
        });

    public Task HasBeenAccepted(int requests) =>
        Wait.Until(() => Task.FromResult(Accepted >= requests), $"{requests} requests to be accepted", TimeSpan.FromSeconds(60));

    /// <summary>Waits until every request is FULFILLED, and looks into every ledger: one entry for each request.</summary>
    /// <param name="besides">How many requests of others are fulfilled meanwhile.</param>
    public async Task EachIsGrantedOnce(TimeSpan bound, int besides = 0)
    {
        var open = new Queue<Campaign>(campaigns);
        try
        {
            await Wait.Until(
                async () =>
                {
                    while (open.TryPeek(out var campaign) && await campaign.Count(RequestStatus.Fulfilled) == Users)
                    {
                        open.Dequeue();
                    }

                    return open.Count == 0;
                },
                $"{Size} requests to be FULFILLED",
                bound);
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"{e.Message}; of event {open.Peek().EventId}: {await open.Peek().Unfinished()}", e);
        }

        foreach (var user in users)
        {
            var ledger = await user.Ledger();
            ledger.Count.ShouldBe(Events);
            ledger.Select(entry => entry.RequestId).Distinct().Count().ShouldBe(Events);
            (await user.Typed.Wallets.Mine()).Points.ShouldBe(100 * Events);
        }

        (await Fulfilled() - fulfilledBefore).ShouldBe(Size + besides);
    }

    /// <summary>How many requests of all events are, once nothing is under way.</summary>
    private async Task<long> Fulfilled() =>
        (await Admin.ComesToRest()).ByStatus["FULFILLED"];
}
