using System.Net;
using Contracts.Requests;
using Contracts.Users;
using Gateway.Coupons;
using Gateway.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Requests;

public sealed class Reward_requests(RunningGateway gateway) : GatewayTests(gateway)
{
    private readonly Guid id = Guid.NewGuid();
    private readonly Guid caller = Guid.NewGuid();

    [Fact]
    public async Task A_request_is_201_with_every_field_of_the_contract()
    {
        var eventId = Guid.NewGuid();
        Services.On<RequestReward>(message => Some.Request(message.RequestId, message.Caller.UserId));

        var request = await (await Gateway.SignedIn(caller, Role.User)).Post($"/events/{eventId}/request").Json(HttpStatusCode.Created);

        request.Names().ShouldBe(["id", "eventId", "userId", "status", "rewards", "timeline", "createdAt", "updatedAt"]);
        request.GetProperty("status").GetString().ShouldBe("PENDING");
        request.GetProperty("rewards")[0].Names().ShouldBe(["rewardId", "type", "name", "granted"]);
        request.GetProperty("timeline")[0].Names().ShouldBe(["at", "status", "actor", "reason"]);
        Services.Last<RequestReward>().ShouldSatisfyAllConditions(
            sent => sent.EventId.ShouldBe(eventId),
            sent => sent.Caller.UserId.ShouldBe(caller),
            sent => sent.RequestId.Version.ShouldBe(7));
    }

    [Fact]
    public async Task A_fulfilled_request_is_revoked_with_a_reason()
    {
        Services.On<RevokeRewardRequest>(_ => Some.Request(id, caller, RequestStatus.Revoked));
        var admin = await Gateway.SignedIn(Role.Admin);

        (await admin.Post($"/events/requests/{id}/revoke", """{"reason":"a mistake"}""").Json(HttpStatusCode.OK)).GetProperty("status").GetString().ShouldBe("REVOKED");
        Services.Last<RevokeRewardRequest>().ShouldSatisfyAllConditions(sent => sent.RequestId.ShouldBe(id), sent => sent.Reason.ShouldBe("a mistake"));
        (await admin.Post($"/events/requests/{id}/revoke", "{}").Faults()).ShouldBe(["reason"]);
    }

    [Fact]
    public async Task A_coupon_code_that_the_service_gives_is_shown()
    {
        Services.On<GetRewardRequest>(_ => Some.Request(id, caller, RequestStatus.Fulfilled, coupon: Gateway.App.Services.GetRequiredService<CouponCodes>().Seal("TEA")));

        var request = await (await Gateway.SignedIn(caller, Role.User)).GetAsync($"/events/requests/{id}").Json(HttpStatusCode.OK);

        request.GetProperty("rewards")[0].GetProperty("couponCode").GetString().ShouldBe("TEA");
    }

    [Fact]
    public async Task A_list_passes_its_filters_on()
    {
        var eventId = Guid.NewGuid();
        Services.On<ListRewardRequests>(_ => new RewardRequestList([Some.Request()], "next"));

        var list = await (await Gateway.SignedIn(Role.Auditor))
            .GetAsync($"/events/requests?userId={caller}&eventId={eventId}&status=FULFILLED&limit=1&cursor=c").Json(HttpStatusCode.OK);

        list.Names().ShouldBe(["items", "nextCursor"]);
        Services.Last<ListRewardRequests>().ShouldSatisfyAllConditions(
            sent => sent.UserId.ShouldBe(caller),
            sent => sent.EventId.ShouldBe(eventId),
            sent => sent.Status.ShouldBe(RequestStatus.Fulfilled),
            sent => sent.Limit.ShouldBe(1),
            sent => sent.Cursor.ShouldBe("c"));
    }

    [Fact]
    public async Task Another_s_list_is_403_as_the_service_says()
    {
        Services.Refuse<ListRewardRequests>("FORBIDDEN");

        await (await Gateway.SignedIn(Role.User)).GetAsync($"/events/requests?userId={caller}").Problem(HttpStatusCode.Forbidden, "FORBIDDEN");
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("{}", null)]
    [InlineData("""{"reason":"well done"}""", "well done")]
    public async Task An_approval_takes_a_reason_or_none(string? body, string? reason)
    {
        Services.On<ApproveRewardRequest>(message => Some.Request(message.RequestId, status: RequestStatus.Approved));

        var request = await (await Gateway.SignedIn(caller, Role.Operator)).Post($"/events/requests/{id}/approve", body).Json(HttpStatusCode.OK);

        request.GetProperty("status").GetString().ShouldBe("APPROVED");
        Services.Last<ApproveRewardRequest>().ShouldBe(new ApproveRewardRequest(id, caller.ToString(), reason));
    }

    [Fact]
    public async Task A_rejection_needs_a_reason()
    {
        Services.On<RejectRewardRequest>(message => Some.Request(message.RequestId, status: RequestStatus.Rejected));
        var client = await Gateway.SignedIn(caller, Role.Operator);

        (await client.Post($"/events/requests/{id}/reject", "{}").Faults()).ShouldBe(["reason"]);
        (await client.Post($"/events/requests/{id}/reject", """{"reason":" "}""").Faults()).ShouldBe(["reason"]);
        await client.Post($"/events/requests/{id}/reject", """{"reason":"no"}""").Json(HttpStatusCode.OK);

        Services.Received<RejectRewardRequest>().Single().ShouldBe(new RejectRewardRequest(id, caller.ToString(), "no"));
    }

    [Theory]
    [InlineData("ALREADY_DECIDED", 409)]
    [InlineData("SELF_DECISION", 403)]
    [InlineData("NOT_FOUND", 404)]
    public async Task A_decision_that_is_refused_says_why(string code, int status)
    {
        Services.Refuse<ApproveRewardRequest>(code);

        await (await Gateway.SignedIn(Role.Operator)).Post($"/events/requests/{id}/approve").Problem((HttpStatusCode)status, code);
    }

    [Theory]
    [InlineData("approve")]
    [InlineData("reject")]
    public async Task Decisions_in_a_list_have_each_their_outcome(string decision)
    {
        var late = Guid.NewGuid();
        Services.On<ApproveRewardRequest>(message => Outcome(message.RequestId));
        Services.On<RejectRewardRequest>(message => Outcome(message.RequestId));

        var body = await (await Gateway.SignedIn(Role.Operator))
            .Post($"/events/requests/{decision}", $$"""{"ids":["{{id}}","{{late}}"],"reason":"r"}""").Json(HttpStatusCode.OK);

        body.GetRawText().ShouldBe(
            $$"""{"results":[{"id":"{{id}}","status":"APPROVED","code":null},{"id":"{{late}}","status":null,"code":"ALREADY_DECIDED"}]}""");

        object Outcome(Guid requestId) => requestId == late
            ? new Contracts.Refused("ALREADY_DECIDED", "Too late.")
            : Some.Request(requestId, status: RequestStatus.Approved);
    }

    [Theory]
    [InlineData("approve", """{}""", "ids")]
    [InlineData("approve", """{"ids":[],"reason":""}""", "ids,reason")]
    [InlineData("reject", """{"ids":[]}""", "ids,reason")]
    public async Task A_list_of_decisions_tells_every_fault(string decision, string body, string fields) =>
        (await (await Gateway.SignedIn(Role.Operator)).Post($"/events/requests/{decision}", body).Faults()).ShouldBe(fields.Split(','));

    [Fact]
    public async Task A_list_of_decisions_takes_100_ids_and_no_more()
    {
        Services.On<ApproveRewardRequest>(message => Some.Request(message.RequestId, status: RequestStatus.Approved));
        var client = await Gateway.SignedIn(Role.Operator);

        var most = await client.Post("/events/requests/approve", Ids(100)).Json(HttpStatusCode.OK);

        most.GetProperty("results").GetArrayLength().ShouldBe(100);
        (await client.Post("/events/requests/approve", Ids(101)).Faults()).ShouldBe(["ids"]);

        static string Ids(int count) => $$"""{"ids":["{{string.Join("\",\"", Enumerable.Range(0, count).Select(_ => Guid.NewGuid()))}}"]}""";
    }

    [Fact]
    public async Task Decisions_in_a_list_do_not_wait_for_each_other()
    {
        var (first, second) = (Guid.NewGuid(), Guid.NewGuid());
        var secondIsAsked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Services.OnAsync<ApproveRewardRequest>(async message =>
        {
            if (message.RequestId == second)
            {
                secondIsAsked.SetResult();
            }

            await secondIsAsked.Task;
            return Some.Request(message.RequestId, status: RequestStatus.Approved);
        });

        (await ApproveBoth(first, second)).ShouldBe(
            $$"""{"results":[{"id":"{{first}}","status":"APPROVED","code":null},{"id":"{{second}}","status":"APPROVED","code":null}]}""");
    }

    [Fact]
    public async Task A_request_that_is_named_twice_in_a_list_is_decided_by_the_first()
    {
        var asked = 0;
        Services.On<ApproveRewardRequest>(message => Interlocked.Increment(ref asked) == 1
            ? Some.Request(message.RequestId, status: RequestStatus.Approved)
            : new Contracts.Refused("ALREADY_DECIDED", "Too late."));

        (await ApproveBoth(id, id)).ShouldBe(
            $$"""{"results":[{"id":"{{id}}","status":"APPROVED","code":null},{"id":"{{id}}","status":null,"code":"ALREADY_DECIDED"}]}""");
    }

    [Fact]
    public async Task An_id_in_a_list_that_is_none_is_named_by_its_place()
    {
        var problem = await (await Gateway.SignedIn(Role.Operator)).Post("/events/requests/approve", $$"""{"ids":["{{id}}","x"]}""")
            .Problem(HttpStatusCode.BadRequest, "MALFORMED_JSON");

        problem.GetProperty("errors").Names().ShouldBe(["ids[1]"]);
    }

    [Fact]
    public async Task The_owner_cancels()
    {
        Services.On<CancelRewardRequest>(message => Some.Request(message.RequestId, status: RequestStatus.Cancelled));

        var request = await (await Gateway.SignedIn(caller, Role.User)).Post($"/events/requests/{id}/cancel").Json(HttpStatusCode.OK);

        request.GetProperty("status").GetString().ShouldBe("CANCELLED");
        Services.Last<CancelRewardRequest>().ShouldSatisfyAllConditions(sent => sent.RequestId.ShouldBe(id), sent => sent.Caller.UserId.ShouldBe(caller));
    }

    [Fact]
    public async Task A_cancel_too_late_is_409()
    {
        Services.Refuse<CancelRewardRequest>("INVALID_STATE");

        await (await Gateway.SignedIn(Role.User)).Post($"/events/requests/{id}/cancel").Problem(HttpStatusCode.Conflict, "INVALID_STATE");
    }

    private async Task<string> ApproveBoth(Guid first, Guid second) =>
        (await (await Gateway.SignedIn(Role.Operator)).Post("/events/requests/approve", $$"""{"ids":["{{first}}","{{second}}"]}""").Json(HttpStatusCode.OK)).GetRawText();
}
