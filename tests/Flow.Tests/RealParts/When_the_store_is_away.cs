using System.Net;
using System.Text.Json;
using Testing;
using Drills.Api;
using Testing.Processes;
using Testing.Servers;
using Messaging.Client;

namespace Flow.Tests.RealParts;

/// <summary>PostgreSQL is stopped under load, for longer than the retries of a message last together.</summary>
public sealed class When_the_store_is_away(SharedDeployment shared) : OnSharedDeployment(shared)
{
    private const int Decisions = 20;

    /// <summary>What is told after 30 s; all retries of a message end after 24 s.</summary>
    private const string StillWaiting = "still wait for";

    [RealFact(Real.RabbitMq, Real.Redis, Real.Postgres, Own = true, StopsStore = true)]
    public async Task What_was_accepted_ends_soon_after_it_is_back_and_every_decision_is_in_the_audit()
    {
        var postgres = Deployment.Postgres!;
        var crowd = await Crowd.Gather(Deployment.Address, isPatient: true);
        var decided = await Campaign.Start(Deployment.Address, crowd.Admin, Campaign.Manual);
        var pending = new List<Guid>();
        for (var i = 0; i < Decisions; i++)
        {
            using var user = await decided.NewUser();
            pending.Add(await decided.Requested(user));
        }

        // The requests begin last: what is accepted when the store stops is under way.
        var decisions = Parallel.ForEachAsync(pending, new ParallelOptions { MaxDegreeOfParallelism = 1 }, async (id, _) => await Approve(decided.Admin, id));
        await Wait.Until(async () => await decided.Count(RequestStatus.Fulfilled) > 0, "a first decision");
        var requests = crowd.RequestAll();
        await crowd.HasBeenAccepted(Crowd.Size / 3);
        await postgres.Stop();
        await Wait.Until(
            () => new[] { Deployment.EventService, Deployment.RewardWorker }.Any(service => service.Output.Contains(StillWaiting, StringComparison.Ordinal)),
            "messages to wait for long",
            TimeSpan.FromSeconds(90));
        await postgres.Start();
        await requests;
        await decisions;

        await decided.BecomesFulfilled(Decisions, TimeSpan.FromSeconds(60));
        await crowd.EachIsGrantedOnce(TimeSpan.FromSeconds(60), besides: Decisions);
        (await decided.Admin.Get("/operations/dead-letters")).Expect(HttpStatusCode.OK).Items.Select(letter => letter.GetRawText()).ShouldBeEmpty();
        foreach (var id in pending)
        {
            await IsAudited(decided.Admin, id);
        }

        (await decided.Admin.Get("/audit/verify")).Expect(HttpStatusCode.OK).Json.GetProperty("valid").GetBoolean().ShouldBeTrue();
    }

    /// <summary>Again while there is no answer; it may have been carried out all the same.</summary>
    private static Task Approve(ApiClient admin, Guid id) => Wait.Until(
        async () => (await admin.Post($"/events/requests/{id}/approve")).Status is HttpStatusCode.OK or HttpStatusCode.Conflict,
        $"a decision on {id}",
        TimeSpan.FromSeconds(120));

    private static async Task IsAudited(ApiClient admin, Guid id)
    {
        IReadOnlyList<JsonElement> entries = [];
        await Wait.Until(
            async () => (entries = (await admin.Get($"/audit?target=request:{id}")).Expect(HttpStatusCode.OK).Items).Count > 0, $"an entry of {id}");
        entries.ShouldHaveSingleItem().GetProperty("action").GetString().ShouldBe("request.approved");
    }
}
