using System.Text.Json;
using Contracts.Events;
using Contracts.Requests;
using Contracts.Rewards;
using Documents;
using EventService.Events;
using EventService.Requests;
using EventService.Terms;

namespace EventService.Tests.Requests;

public sealed class The_terms_of_requests(RunningEventService service) : IClassFixture<RunningEventService>
{
    private const int Rewards = 50;

    /// <summary>Of what a request keeps or sends for each of its rewards: an id, whether it was granted, the code.</summary>
    private const int BytesOfReward = 100;

    private static readonly RewardDelivery Delivery = new($"https://shop.example/{new string('x', 2000)}", new string('s', 700));

    [Fact]
    public async Task Fifty_rewards_with_deliveries_are_stored_once_and_requests_refer_to_them()
    {
        var e = await EventOfManyRewards();
        var user = Some.User();

        var ids = new[] { (await service.Request(e.Id, user)).Details!.Id, (await service.Request(e.Id, Some.User())).Details!.Id };
        await service.Approve(ids[0]);

        var requests = await Task.WhenAll(ids.Select(async id => (await service.Store<RewardRequest>().Get(id.ToString()))!));
        requests[0].TermsId.ShouldBe(requests[1].TermsId.ShouldNotBeNull());
        var terms = (await service.Ask<GetRewardTerms, RewardTerms>(new GetRewardTerms(requests[0].TermsId!))).Details!;
        RewardsIn(terms).Select(r => r.Delivery).ShouldBe(Enumerable.Repeat(Delivery, Rewards));
        requests.Max(SizeOf).ShouldBeLessThan(1000 + (Rewards * BytesOfReward));
        await Testing.Wait.Until(() => service.Heard<RewardRequestApproved>(m => m.RequestId == ids[0]).Count == 1, "the approval");
        SizeOf(service.Heard<RewardRequestApproved>(m => m.RequestId == ids[0])[0]).ShouldBeLessThan(1000);
        await Testing.Wait.Until(() => service.Heard<RewardRequested>(m => m.RequestId == ids[0]).Count == 1, "the request");
        SizeOf(service.Heard<RewardRequested>(m => m.RequestId == ids[0])[0]).ShouldBeLessThan(1000);

        var shown = (await service.Read(ids[0], user)).Details!.Rewards;
        shown.Select(r => (r.Name, r.Type)).ShouldBe(Enumerable.Range(0, Rewards).Select(i => ($"Reward {i}", RewardType.Point)));
    }

    [Fact]
    public async Task A_request_from_before_an_edit_keeps_its_terms()
    {
        var e = await service.ActiveEvent(Some.Coupon);
        var user = Some.User();
        var before = (await service.Request(e.Id, user)).Details!;
        var change = new ChangeReward(
            before.Rewards[0].RewardId, e.Id, "Another name", new RewardFields(Expiry: Some.Coupon.Expiry.AddYears(1)), true, Some.Operator(), Delivery: Delivery);
        (await service.Ask<ChangeReward, RewardDetails>(change)).Details.ShouldNotBeNull();

        var after = (await service.Request(e.Id, Some.User())).Details!;

        (await Terms(before.Id)).ShouldSatisfyAllConditions(
            r => r.Name.ShouldBe("A reward"), r => r.Value.ShouldBe(Some.Coupon), r => r.ReturnOnRevoke.ShouldBe(false), r => r.Delivery.ShouldBeNull());
        (await Terms(after.Id)).ShouldSatisfyAllConditions(
            r => r.Name.ShouldBe("Another name"), r => ((CouponValue)r.Value).Expiry.ShouldBe(Some.Coupon.Expiry.AddYears(1)), r => r.Delivery.ShouldBe(Delivery));
        (await service.Read(before.Id, user)).Details!.Rewards[0].Name.ShouldBe("A reward");
        after.Rewards[0].Name.ShouldBe("Another name");
    }

    [Fact]
    public void The_same_rewards_have_the_same_terms_and_any_other_have_others()
    {
        var e = Some.Event(EventStatus.Active, Some.Points, Some.Coupon);
        var id = RewardTermsDocument.Of(e).Id;

        RewardTermsDocument.Of(e).Id.ShouldBe(id);
        e.Rewards[0] = e.Rewards[0] with { UpdatedAt = Some.Now.AddDays(1) };
        RewardTermsDocument.Of(e).Id.ShouldBe(id);
        Func<Reward, Reward>[] edits =
        [
            reward => reward with { Name = "Another" },
            reward => reward with { Value = new PointValue(101) },
            reward => reward with { ReturnOnRevoke = true },
            reward => reward with { Stock = 7 },
            reward => reward with { Delivery = Delivery },
        ];
        edits.Select(edit => Edited(e, edit)).Append(id).ShouldBeUnique();
    }

    [Fact]
    public async Task What_nobody_has_kept_is_not_found() =>
        (await service.Ask<GetRewardTerms, RewardTerms>(new GetRewardTerms("nothing"))).Code.ShouldBe("NOT_FOUND");

    /// <summary>By a restore, or by a failover that lost commits.</summary>
    [Fact]
    public async Task What_the_database_has_lost_is_stored_again_when_it_is_asked_for()
    {
        var e = await service.ActiveEvent(new PointValue(4711));
        var id = (await service.Request(e.Id, Some.User())).Details!.Id;
        var termsId = (await service.Store<RewardRequest>().Get(id.ToString()))!.TermsId!;
        var documents = service.Store<RewardTermsDocument>();
        (await documents.Delete((await documents.Get(termsId))!)).IsSaved.ShouldBeTrue();

        RewardsIn((await service.Ask<GetRewardTerms, RewardTerms>(new GetRewardTerms(termsId))).Details!).ShouldHaveSingleItem().Value.ShouldBe(new PointValue(4711));

        (await documents.Get(termsId)).ShouldNotBeNull();
    }

    /// <summary>As an earlier version stored it: what its rewards are is inside.</summary>
    [Fact]
    public async Task A_request_of_the_earlier_form_goes_on_as_before()
    {
        var e = await service.ActiveEvent(Some.Coupon);
        var (id, user) = (Guid.NewGuid(), Some.User());
        var reward = new RewardToGrant(Guid.NewGuid(), "An old name", Some.Coupon, Delivery: Delivery);
        var form = new
        {
            id,
            eventId = e.Id,
            user.UserId,
            status = RequestStatus.Pending,
            eventRevision = 1,
            approval = ApprovalMode.Manual,
            rewards = new[] { new { toGrant = reward, granted = false } },
            timeline = new[] { new TimelineEntry(Some.Now, RequestStatus.Pending, user.UserId.ToString(), null) },
            createdAt = service.Now,
            updatedAt = service.Now,
        };
        var stored = JsonSerializer.Deserialize<RewardRequest>(JsonSerializer.Serialize(form, DocumentJson.Options), DocumentJson.Options)!;
        (await service.Store<RewardRequest>().Insert(stored)).IsSaved.ShouldBeTrue();

        (await service.Approve(id)).Details!.Rewards.ShouldBe([new RequestedReward(reward.RewardId, RewardType.Coupon, "An old name", false, null)]);
        await Testing.Wait.Until(() => service.Heard<RewardRequestApproved>(m => m.RequestId == id).Count == 1, "the approval");
        service.Heard<RewardRequestApproved>(m => m.RequestId == id)[0].ShouldSatisfyAllConditions(
            m => m.TermsId.ShouldBeNull(), m => m.Rewards.ShouldBe([reward]));
        await service.Bus.Publish(new RewardRequestFulfilled(id, [new GrantedReward(reward.RewardId, "SPRING")]));
        await Testing.Wait.Until(async () => (await service.Read(id, user)).Details!.Status == RequestStatus.Fulfilled, "FULFILLED");
        (await service.Read(id, user)).Details!.Rewards.ShouldBe([new RequestedReward(reward.RewardId, RewardType.Coupon, "An old name", true, "SPRING")]);
    }

    private async Task<EventDetails> EventOfManyRewards()
    {
        var create = Some.CreateEvent(service.Now);
        var e = (await service.Ask<CreateEvent, EventDetails>(create)).Details!;
        for (var i = 0; i < Rewards; i++)
        {
            var reward = Some.AddReward(e.Id) with { Name = $"Reward {i}", Delivery = Delivery };
            (await service.Ask<AddReward, RewardDetails>(reward)).Details.ShouldNotBeNull();
        }

        return e;
    }

    private async Task<RewardToGrant> Terms(Guid requestId)
    {
        var request = (await service.Store<RewardRequest>().Get(requestId.ToString()))!;
        return RewardsIn((await service.Ask<GetRewardTerms, RewardTerms>(new GetRewardTerms(request.TermsId!))).Details!).ShouldHaveSingleItem();
    }

    private static RewardToGrant[] RewardsIn(RewardTerms terms) => JsonSerializer.Deserialize<RewardToGrant[]>(terms.Content, DocumentJson.Options)!;

    private static string Edited(EventDocument e, Func<Reward, Reward> edit)
    {
        var before = e.Rewards[0];
        e.Rewards[0] = edit(before);
        var id = RewardTermsDocument.Of(e).Id;
        e.Rewards[0] = before;
        return id;
    }

    private static int SizeOf<T>(T document) => JsonSerializer.SerializeToUtf8Bytes(document, DocumentJson.Options).Length;
}
