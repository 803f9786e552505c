using System.Text.Json;
using Contracts.Deliveries;
using Contracts.Events;
using Contracts.Requests;
using Contracts.Rewards;
using Documents;
using Documents.Engines;
using MassTransit;
using Microsoft.Extensions.Logging;
using RewardWorker.Delivery;
using RewardWorker.Terms;
using RewardWorker.Tests.Running;
using Testing;

namespace RewardWorker.Tests.Terms;

public sealed class The_terms_of_requests : IAsyncLifetime
{
    private const int Rewards = 50;

    /// <summary>Of what a request keeps or sends for each of its rewards: an id, what was decided, the code.</summary>
    private const int BytesOfReward = 100;

    private static readonly RewardDelivery Delivery = new($"https://shop.example/{new string('x', 2000)}", new string('s', 700));

    private static readonly Func<Task> Faults = () => throw new StoreUnavailableException("event_db", new IOException("planted"));
    private static readonly Func<Task> SaysNothing = () => Task.CompletedTask;

    private RunningWorker worker = null!;

    public async Task InitializeAsync() => worker = await RunningWorker.Start();

    public async Task DisposeAsync() => await worker.DisposeAsync();

    [Fact]
    public async Task Are_asked_for_once_however_many_requests_come()
    {
        var first = Some.Request(ApprovalMode.Auto, Some.Points(7));
        var requests = Enumerable.Range(0, 50).Select(_ => first with { RequestId = Guid.NewGuid() }).ToList();

        await Task.WhenAll(requests.Select(worker.Deliver));

        worker.Entries().Count.ShouldBe(50);
        worker.EventService.Questions.ShouldBe(1);
        worker.Engine.Saved.Count(write => write.Schema == KnownTerms.Schema).ShouldBe(1);
    }

    /// <param name="questionsOfAttempt">A consumer that fails is tried three times before its fault is answered.</param>
    [Theory]
    [InlineData(true, 3)]
    [InlineData(false, 1)]
    public async Task While_EventService_is_away_a_request_waits_for_them_and_is_granted_when_it_is_back(bool itAnswersWithFaults, int questionsOfAttempt)
    {
        var request = Some.Request(ApprovalMode.Auto, Some.Points());
        worker.EventService.WhenAsked = itAnswersWithFaults ? Faults : SaysNothing;

        var delivery = worker.Deliver(request);
        await Wait.Until(() => worker.EventService.Questions > questionsOfAttempt, "more than one attempt");
        delivery.IsCompleted.ShouldBeFalse();
        worker.Lines.Of(LogLevel.Warning).ShouldContain(line => line.StartsWith("Messages wait for EventService", StringComparison.Ordinal));
        worker.Lines.Of(LogLevel.Warning).ShouldNotContain(line => line.Contains("reward.work.fulfilment", StringComparison.Ordinal), "It counts towards no retry.");
        worker.Entries().ShouldBeEmpty();
        worker.EventService.WhenAsked = null;
        await delivery;

        worker.Deliveries.Waiting.ShouldHaveSingleItem().ShouldBeOfType<RewardRequestFulfilled>();
        worker.Entries().ShouldHaveSingleItem().RequestId.ShouldBe(request.RequestId);
    }

    [Fact]
    public async Task Are_known_after_a_restart_while_EventService_is_away()
    {
        var request = Some.Request(ApprovalMode.Auto, Some.Points());
        await worker.Deliver(request);
        await using var restarted = await RunningWorker.Start(worker.Engine);
        restarted.EventService.WhenAsked = Faults;

        await restarted.Deliver(request with { RequestId = Guid.NewGuid() });

        restarted.Entries().Count.ShouldBe(2);
        restarted.EventService.Questions.ShouldBe(0);
    }

    [Fact]
    public async Task Are_those_that_a_request_was_made_with_whatever_came_later()
    {
        var reward = Some.Points(100);
        var (early, late) = (Some.Request(ApprovalMode.Auto, reward), Some.Request(ApprovalMode.Auto, reward with { Value = new PointValue(7) }));

        await worker.Deliver(late);
        await worker.Deliver(early);

        worker.Entries().Select(g => (g.RequestId, g.Amount)).ShouldBe([(late.RequestId, 7L), (early.RequestId, 100L)]);
    }

    [Fact]
    public async Task When_EventService_does_not_know_them_that_is_a_fault() =>
        await Should.ThrowAsync<InvalidOperationException>(() => worker.Get<TermsBook>().Get("nothing", default));

    [Fact]
    public async Task When_EventService_tells_others_that_is_a_fault_and_they_are_not_kept()
    {
        var request = (RewardRequested)worker.EventService.Refer(Some.Request(ApprovalMode.Auto, Some.Points(7)));
        var told = worker.EventService.Terms[request.TermsId!];
        worker.EventService.Terms[request.TermsId!] = told with { Content = told.Content.Replace("7", "8", StringComparison.Ordinal) };

        await Should.ThrowAsync<InvalidOperationException>(() => worker.Get<TermsBook>().Get(request.TermsId!, default));

        worker.Engine.Saved.ShouldBeEmpty();
    }

    [Fact]
    public async Task Are_kept_as_a_newer_EventService_wrote_them()
    {
        const string Newer = """[{"rewardId":"0f0e0d0c-0b0a-0908-0706-050403020100","name":"n","value":{"type":"POINT","points":7,"tax":1},"colour":"red"}]""";
        var id = worker.EventService.Keep(Newer);

        (await worker.Get<TermsBook>().Get(id, default)).ShouldHaveSingleItem().Value.ShouldBe(new PointValue(7));

        JsonSerializer.Deserialize<KnownTerms>(worker.Engine.Saved.ShouldHaveSingleItem().Body, DocumentJson.Options)!.Content.ShouldBe(Newer);
    }

    [Fact]
    public async Task That_EventService_answers_with_a_fault_of_its_own_are_one_of_their_request()
    {
        worker.EventService.WhenAsked = () => throw new InvalidOperationException("planted");

        await Should.ThrowAsync<RequestFaultException>(() => worker.Get<TermsBook>().Get("unreadable", default));
    }

    [Fact]
    public async Task Of_fifty_rewards_with_deliveries_are_stored_once_and_all_else_refers_to_them()
    {
        var rewards = Enumerable.Range(0, Rewards).Select(_ => Some.Points() with { Delivery = Delivery }).ToArray();
        var request = Some.Request(ApprovalMode.Auto, rewards);

        await worker.Deliver(request);
        await worker.Deliver(request with { RequestId = Guid.NewGuid() });
        foreach (var asked in worker.Deliveries.TakeAll().OfType<DeliverGrant>().Where(d => d.RequestId == request.RequestId))
        {
            await worker.Deliver(asked);
        }

        // Its secret opens nothing: an attempt is logged, and nothing leaves the house.
        await worker.Deliver(new DeliveryDue(Guid.Parse(Ledger.Grant.IdOf(request.RequestId, rewards[7].RewardId))));

        var saved = worker.Engine.Saved.Where(write => write.Schema != KnownTerms.Schema).ToList();
        worker.Engine.Saved.Count(write => write.Schema == KnownTerms.Schema).ShouldBe(1);
        saved.Count(write => write.Schema == GrantDelivery.Schema && write.Kind == WriteKind.Insert).ShouldBe(Rewards);
        saved.Max(write => write.Body.Length).ShouldBeLessThan(1000 + (Rewards * BytesOfReward));
        saved.SelectMany(write => write.Outbox).Max(m => JsonSerializer.Serialize(m.Message, m.MessageType, DocumentJson.Options).Length).ShouldBeLessThan(1000);
        (await worker.Ask<ListDeliveries, DeliveryList>(new ListDeliveries(request.RequestId, 10, null))).Items
            .ShouldHaveSingleItem().ShouldSatisfyAllConditions(attempt => attempt.Url.ShouldBe(Delivery.Url), attempt => attempt.Error.ShouldBe("SECRET_UNREADABLE"));
    }

    /// <summary>As an earlier version sent it: with its rewards inside.</summary>
    [Theory]
    [InlineData(ApprovalMode.Auto)]
    [InlineData(ApprovalMode.Manual)]
    public async Task Of_the_earlier_form_of_a_request_are_those_in_its_message(ApprovalMode approval)
    {
        var request = Some.Request(approval, Some.Points(), Some.Delivered(Some.Badge()));
        object sent = approval == ApprovalMode.Auto ? request : Some.Approved(request);

        await worker.Deliveries.Deliver(sent);
        var asked = worker.Deliveries.TakeAll().OfType<DeliverGrant>().ShouldHaveSingleItem();
        await worker.Deliver(asked);
        await worker.Deliver(new GrantDelivered(request.RequestId, request.Rewards![1].RewardId));

        asked.ShouldBe(new DeliverGrant(request.RequestId, request.Rewards[1].RewardId, request.Rewards[1].Name, request.Rewards[1].Delivery));
        worker.Entries().Select(g => g.RewardId).ShouldBe(request.Rewards.Select(r => r.RewardId), ignoreOrder: true);
        (await worker.Fulfilment(request.RequestId)).CurrentState.ShouldBe("Fulfilled");
        (await worker.GrantDeliveries.Get(Ledger.Grant.IdOf(request.RequestId, request.Rewards[1].RewardId)))!.To.ShouldBe(request.Rewards[1].Delivery);
        worker.EventService.Questions.ShouldBe(0);
    }
}
