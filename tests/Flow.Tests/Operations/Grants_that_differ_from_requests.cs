using System.Net;
using Contracts.Requests;
using Documents;
using EventService.Requests;

namespace Flow.Tests.Operations;

public sealed class Grants_that_differ_from_requests : ReconciledPlatform
{
    [Fact]
    public async Task A_grant_that_is_gone_is_missing()
    {
        var request = await Fulfilled(Campaign.Points(100), Campaign.Badge("b"));
        var grant = await GrantOf(request);

        (await Grants.Delete(grant)).IsSaved.ShouldBeTrue();

        (await Seen()).ShouldBe((1, 0, 0, 0));
    }

    [Fact]
    public async Task A_grant_that_was_taken_back_though_its_request_stands_is_missing()
    {
        var grant = await GrantOf(await Fulfilled());

        (await Grants.Insert(grant.Reversal("planted", compensation: false, grant.At))).IsSaved.ShouldBeTrue();

        (await Seen()).ShouldBe((1, 0, 0, 0));
    }

    [Fact]
    public async Task A_second_grant_of_the_same_reward_is_a_duplicate()
    {
        var grant = await GrantOf(await Fulfilled());

        await Plant(grant);
        await Plant(grant);

        (await Seen()).ShouldBe((0, 2, 0, 0));
    }

    [Fact]
    public async Task A_grant_without_a_request_is_an_orphan()
    {
        var grant = await GrantOf(await Fulfilled());

        await Plant(grant, requestId: Guid.NewGuid());
        await Plant(grant, requestId: Guid.Empty);

        (await Seen()).ShouldBe((0, 0, 2, 0));
    }

    [Theory]
    [InlineData("reject", Messaging.Client.RequestStatus.Rejected)]
    [InlineData("cancel", Messaging.Client.RequestStatus.Cancelled)]
    public async Task A_grant_of_a_request_that_was_refused_is_an_orphan(string refusal, Messaging.Client.RequestStatus status)
    {
        var grant = await GrantOf(await Fulfilled());
        var campaign = await Campaign.Start(Platform.Address, Admin, Campaign.Manual);
        using var user = await campaign.NewUser();
        var id = await campaign.Requested(user);
        (await (refusal == "cancel" ? user : Admin).Post($"/events/requests/{id}/{refusal}", refusal == "cancel" ? null : new { reason = "no" })).Expect(HttpStatusCode.OK);
        await Admin.Becomes(id, status);

        await Plant(grant, requestId: id);

        (await Seen()).ShouldBe((0, 0, 1, 0));
    }

    [Fact]
    public async Task A_revocation_that_never_reached_the_ledger_is_an_orphan_once_it_has_had_its_time()
    {
        var id = $"{await Fulfilled()}";
        var requests = Platform.Store<RewardRequest>();
        await requests.Change(id, request =>
        {
            (request.Status, request.UpdatedAt) = (RequestStatus.Revoked, TimeProvider.System.GetUtcNow());
            return true;
        });
        (await Seen()).ShouldBe((0, 0, 0, 0));

        await requests.Change(id, request =>
        {
            request.UpdatedAt = TimeProvider.System.GetUtcNow().AddMinutes(-16);
            return true;
        });

        (await Seen()).ShouldBe((0, 0, 1, 0));
    }
}
