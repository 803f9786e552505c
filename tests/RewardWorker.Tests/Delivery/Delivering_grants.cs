using System.Globalization;
using System.Text;
using Contracts.Deliveries;
using Contracts.Granting;
using Contracts.Requests;
using Contracts.Rewards;
using Microsoft.AspNetCore.Http;
using RewardWorker.Delivery;
using RewardWorker.Ledger;
using RewardWorker.Tests.Running;
using Drills.Receivers;

namespace RewardWorker.Tests.Delivery;

public sealed class Delivering_grants : IAsyncLifetime
{
    private DeliveryScene scene = null!;

    private WebhookReceiver Receiver => scene.Receiver;

    public async Task InitializeAsync() =>
        scene = await DeliveryScene.Start(settings: ("Delivery:RetrySeconds", "5,30"));

    public async Task DisposeAsync() => await scene.DisposeAsync();

    [Fact]
    public async Task When_the_receiver_accepts_the_request_is_fulfilled_after_one_post()
    {
        var request = await scene.Request(scene.Delivered(Some.Coupon(Sealed("HELLO"))), Some.Points());

        var posted = Receiver.Received.ShouldHaveSingleItem();
        var id = Grant.IdOf(request.RequestId, request.Rewards![0].RewardId);
        posted.Key.ShouldBe(id);
        posted.IsSignedWith(WebhookReceiver.Secret).ShouldBeTrue();
        posted.IsSignedWith("another-secret").ShouldBeFalse();
        Math.Abs(long.Parse(posted.Timestamp, CultureInfo.InvariantCulture) - scene.Worker.Time.GetUtcNow().ToUnixTimeMilliseconds()).ShouldBeLessThan(60_000);
        var json = posted.Json;
        json.EnumerateObject().Select(p => p.Name).ShouldBe(["type", "id", "grantId", "requestId", "eventId", "userId", "reward", "at"]);
        json.GetProperty("type").GetString().ShouldBe("reward.granted");
        json.GetProperty("id").GetString().ShouldBe(id);
        json.GetProperty("requestId").GetGuid().ShouldBe(request.RequestId);
        json.GetProperty("userId").GetGuid().ShouldBe(request.UserId);
        json.GetProperty("reward").EnumerateObject().Select(p => p.Name).ShouldBe(["id", "type", "name", "couponCode", "expiry"]);
        json.GetProperty("reward").GetProperty("couponCode").GetString().ShouldBe("HELLO");
        (await scene.State(request)).ShouldBe("Fulfilled");
        scene.Worker.EventService.Reports[request.RequestId].ShouldHaveSingleItem().ShouldBeOfType<RewardRequestFulfilled>().Grants.Count.ShouldBe(2);
        (await scene.Log(request)).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            a => (a.Attempt, a.Url, a.Status, a.Error, a.NextAt).ShouldBe((1, Receiver.Url, 200, null, null)));
    }

    [Fact]
    public async Task When_a_code_cannot_be_opened_it_is_not_posted_and_tried_again()
    {
        var request = await scene.Request(scene.Delivered(Some.Coupon(Some.Sealed("HELLO"))));

        Receiver.Received.ShouldBeEmpty();
        (await scene.Log(request)).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            a => a.Error.ShouldBe(DeliveryErrors.SecretUnreadable), a => a.NextAt.ShouldNotBeNull());
    }

    [Fact]
    public async Task A_grant_that_is_accepted_later_fulfils_the_request_then_with_one_grant_and_one_key()
    {
        Receiver.AnswersWith(503, 500, 202);
        var request = await scene.Request(scene.Delivered(Some.Points()));
        (await scene.State(request)).ShouldBe("Delivering");
        (await scene.Delivery(request)).DueAt.ShouldBe((await scene.Log(request))[0].NextAt);

        await scene.Later(request, 1);
        Receiver.Received.Count.ShouldBe(1);
        await scene.Later(request, 10);
        Receiver.Received.Count.ShouldBe(2);
        await scene.Later(request, 31);

        (await scene.State(request)).ShouldBe("Fulfilled");
        Receiver.Received.Select(r => r.Key).Distinct().ShouldHaveSingleItem();
        Receiver.Received.Select(r => Encoding.UTF8.GetString(r.Body)).Distinct().ShouldHaveSingleItem();
        Receiver.Received.ShouldAllBe(r => r.IsSignedWith(WebhookReceiver.Secret));
        var log = await scene.Log(request);
        log.Select(a => (a.Attempt, a.Status)).ShouldBe([(3, 202), (2, 500), (1, 503)]);
        log.Select(a => a.NextAt is null).ShouldBe([true, false, false]);
        (log[2].NextAt - log[2].At)!.Value.TotalSeconds.ShouldBeInRange(5, 29);
        (log[1].NextAt - log[1].At)!.Value.TotalSeconds.ShouldBeInRange(30, 60);
        scene.Worker.Entries().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_grant_that_is_never_accepted_fails_the_request_and_everything_is_taken_back()
    {
        Receiver.AnswersWith(503);
        var limited = scene.Delivered(Some.Limited(1));
        var request = await scene.Request(limited, Some.Points());
        await scene.Later(request, 6);
        await scene.Later(request, 31);

        (await scene.State(request)).ShouldBe("Failed");
        scene.Worker.EventService.Reports[request.RequestId].ShouldHaveSingleItem().ShouldBe(
            new RewardRequestFailed(request.RequestId, Reasons.DeliveryFailed));
        scene.Worker.Entries().GroupBy(g => g.RewardId).ShouldAllBe(g => g.Sum(e => e.Amount) == 0 && g.Count() == 2);
        (await scene.Worker.Ask<GetStock, StockList>(new GetStock([limited.RewardId]))).Items.ShouldHaveSingleItem().Remaining.ShouldBe(1);

        // The receiver had the request three times, and may have acted on it in spite of its answers: it is told.
        Receiver.AnswersWith(200);
        await scene.Later(request, 6);
        Receiver.Received.Count(r => r.Type == "reward.granted").ShouldBe(3);
        var notice = Receiver.Received[^1];
        (notice.Type, notice.Key).ShouldBe(("reward.revoked", Grant.ReversalIdOf(request.RequestId, limited.RewardId)));
        (await scene.Delivery(request)).State.ShouldBe(DeliveryState.Revoked);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(410)]
    [InlineData(301)]
    public async Task A_grant_that_is_refused_for_good_fails_the_request_at_once(int status)
    {
        Receiver.AnswersWith(status, 200);
        var request = await scene.Request(scene.Delivered(Some.Points()));

        (await scene.State(request)).ShouldBe("Failed");
        Receiver.Received.Count(r => r.Type == "reward.granted").ShouldBe(1);
        scene.Worker.Entries().Sum(g => g.Amount).ShouldBe(0);
    }

    [Theory]
    [InlineData(408)]
    [InlineData(425)]
    [InlineData(429)]
    public async Task A_grant_that_is_refused_for_now_is_tried_again_no_sooner_than_the_receiver_asks(int status)
    {
        Receiver.Answer = (_, context) =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.RetryAfter = "90";
            return Task.CompletedTask;
        };
        var request = await scene.Request(scene.Delivered(Some.Points()));

        var attempt = (await scene.Log(request)).ShouldHaveSingleItem();
        attempt.Status.ShouldBe(status);
        (attempt.NextAt - attempt.At)!.Value.TotalSeconds.ShouldBeInRange(90, 120);
        Receiver.AnswersWith(200);
        await scene.Later(request, 91);
        (await scene.State(request)).ShouldBe("Fulfilled");
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        Receiver.Answer = (_, context) =>
        {
            context.Response.StatusCode = 307;
            context.Response.Headers.Location = "/elsewhere";
            return Task.CompletedTask;
        };
        var request = await scene.Request(scene.Delivered(Some.Points()));

        Receiver.Received.ShouldAllBe(r => r.Path == "/grants");
        (await scene.Log(request))[^1].ShouldSatisfyAllConditions(a => (a.Status, a.Error).ShouldBe((307, "REDIRECT_NOT_FOLLOWED")));
        (await scene.State(request)).ShouldBe("Failed");
    }

    [Fact]
    public async Task When_nobody_listens_nothing_has_arrived_and_a_listed_code_returns()
    {
        var coupon = scene.Delivered(Some.CouponList(1), $"http://127.0.0.1:{Testing.Ports.Free()}/");
        await scene.Worker.Ask<AddCouponCodes, CouponCodesAdded>(new AddCouponCodes(coupon.RewardId, 0, [Sealed("ONLY-ONE")]));
        var request = await scene.Request(coupon);
        await scene.Later(request, 6);
        await scene.Later(request, 31);

        (await scene.Log(request)).Select(a => (a.Attempt, a.Status, a.Error)).ShouldBe(
            [(3, null, "NOT_CONNECTED"), (2, null, "NOT_CONNECTED"), (1, null, "NOT_CONNECTED")]);
        (await scene.State(request)).ShouldBe("Failed");
        (await scene.Delivery(request)).State.ShouldBe(DeliveryState.Withdrawn);
        (await scene.Worker.Ask<GetStock, StockList>(new GetStock([coupon.RewardId]))).Items.Single().Remaining.ShouldBe(1);
    }

    [Fact]
    public async Task A_listed_code_that_was_shown_to_the_receiver_goes_to_nobody_else()
    {
        Receiver.AnswersWith(400, 200);
        var coupon = scene.Delivered(Some.CouponList(1));
        await scene.Worker.Ask<AddCouponCodes, CouponCodesAdded>(new AddCouponCodes(coupon.RewardId, 0, [Sealed("ONLY-ONE")]));
        var request = await scene.Request(coupon);

        (await scene.State(request)).ShouldBe("Failed");
        (await scene.Worker.Ask<GetStock, StockList>(new GetStock([coupon.RewardId]))).Items.Single().Remaining.ShouldBe(0);
    }

    [Fact]
    public async Task When_the_receiver_hangs_the_attempt_times_out_and_may_have_arrived()
    {
        // Real time, in which a busy machine must have connected and sent.
        await using var impatient = await DeliveryScene.Start(settings: ("Delivery:TimeoutMilliseconds", "10000"));
        var hangs = new TaskCompletionSource();
        impatient.Receiver.Answer = (_, _) => hangs.Task;
        var request = await impatient.Request(impatient.Delivered(Some.Points()));

        (await impatient.Log(request)).ShouldHaveSingleItem().Error.ShouldBe("TIMEOUT");
        (await impatient.Delivery(request)).MayHaveArrived.ShouldBeTrue();
        hangs.SetResult();
    }

    [Fact]
    public async Task An_answer_without_an_end_is_not_read_to_it()
    {
        var ends = new TaskCompletionSource();
        Receiver.Answer = async (_, context) =>
        {
            await context.Response.WriteAsync(new string('x', 100_000));
            await context.Response.Body.FlushAsync();
            await ends.Task;
        };
        var request = await scene.Request(scene.Delivered(Some.Points()));

        (await scene.State(request)).ShouldBe("Fulfilled");
        ends.SetResult();
    }

    [Fact]
    public async Task When_the_secret_cannot_be_decrypted_nothing_is_posted()
    {
        var reward = scene.Delivered(Some.Points());
        var request = await scene.Request(reward with { Delivery = reward.Delivery! with { SealedSecret = "v1.00000000.AAAA" } });

        Receiver.Received.ShouldBeEmpty();
        (await scene.Log(request)).ShouldHaveSingleItem().Error.ShouldBe("SECRET_UNREADABLE");
    }

    [Fact]
    public async Task The_secret_is_readable_in_no_document_and_no_message()
    {
        Receiver.AnswersWith(503, 200);
        var request = await scene.Request(scene.Delivered(Some.Points()));
        await scene.Later(request, 6);

        (await scene.State(request)).ShouldBe("Fulfilled");
        foreach (var write in scene.Worker.Engine.Saved)
        {
            Encoding.UTF8.GetString(write.Body).ShouldNotContain(WebhookReceiver.Secret);
            write.Outbox.ShouldAllBe(m => !System.Text.Json.JsonSerializer.Serialize(m.Message, m.MessageType).Contains(WebhookReceiver.Secret));
        }
    }

    [Fact]
    public async Task When_every_message_comes_three_times_at_once_each_grant_is_posted_once()
    {
        var requests = Enumerable.Range(0, 30)
            .Select(i => Some.Request(Contracts.Events.ApprovalMode.Auto, scene.Delivered(Some.Points(i + 1)), scene.Delivered(Some.Badge())))
            .ToList();
        requests.ForEach(scene.Worker.Request);
        while (scene.Worker.Deliveries.TakeAll() is { Count: > 0 } wave)
        {
            await Task.WhenAll(wave.Concat(wave).Concat(wave).Select(async message =>
            {
                if (!EventServiceDouble.Consumes(message))
                {
                    await scene.Worker.Deliver(message);
                    return;
                }

                foreach (var next in scene.Worker.EventService.Consume(message))
                {
                    scene.Worker.Deliveries.Add(next);
                }
            }));
        }

        Receiver.Received.Select(r => r.Key).Order().ShouldBe(
            requests.SelectMany(r => r.Rewards!.Select(w => Grant.IdOf(r.RequestId, w.RewardId))).Order());
        foreach (var request in requests)
        {
            (await scene.State(request)).ShouldBe("Fulfilled");
        }

        scene.Worker.Entries().Count.ShouldBe(60);
    }

    [Fact]
    public async Task After_the_process_died_in_an_attempt_it_is_made_again_under_the_same_key()
    {
        var reward = scene.Delivered(Some.Points());
        var request = Some.Request(Contracts.Events.ApprovalMode.Auto, reward);
        var id = Grant.IdOf(request.RequestId, reward.RewardId);
        await scene.Worker.Grant(Some.Order(request, reward));
        scene.Worker.Deliveries.TakeAll();
        var now = scene.Worker.Time.GetUtcNow();
        var left = GrantDelivery.Of(new DeliverGrant(request.RequestId, reward.RewardId, reward.Name, reward.Delivery!), id, now);
        left.TryBegin(now, TimeSpan.FromSeconds(10)).ShouldBeTrue();
        (await scene.Worker.GrantDeliveries.Insert(left)).IsSaved.ShouldBeTrue();

        // As long as somebody may still be at it, nobody else is.
        await scene.Worker.Settle();
        Receiver.Received.ShouldBeEmpty();
        await scene.Later(request, 11);

        Receiver.Received.ShouldHaveSingleItem().Key.ShouldBe(id);
        (await scene.Log(request)).Select(a => (a.Attempt, a.Status, a.Error)).ShouldBe([(1, 200, null), (1, null, "INTERRUPTED")]);
        (await scene.Delivery(request)).State.ShouldBe(DeliveryState.Delivered);
    }

    [Fact]
    public async Task The_log_is_paged_newest_first()
    {
        Receiver.AnswersWith(503, 503, 200);
        var request = await scene.Request(scene.Delivered(Some.Points()), scene.Delivered(Some.Badge()));
        await scene.Later(request, 6);
        await scene.Later(request, 31);
        var all = await scene.Log(request);

        var paged = new List<DeliveryAttempt>();
        string? cursor = null;
        do
        {
            var page = await scene.Worker.Ask<ListDeliveries, DeliveryList>(new ListDeliveries(request.RequestId, 1, cursor));
            page.Items.Count.ShouldBe(1);
            paged.AddRange(page.Items);
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        paged.ShouldBe(all);
        all.Count.ShouldBe(4);
        all.Select(a => a.At).ShouldBe(all.Select(a => a.At).OrderDescending());
        (await scene.Worker.Ask<ListDeliveries, Contracts.Refused>(new ListDeliveries(request.RequestId, 1, "no cursor"))).Code.ShouldBe("VALIDATION_FAILED");
    }

    private string Sealed(string code) =>
        new SealedCode(scene.Worker.Cipher.Hash(code), scene.Worker.Cipher.Hash(code)[0], scene.Worker.Cipher.Seal(code, SealedCode.Purpose)).ToString();
}
