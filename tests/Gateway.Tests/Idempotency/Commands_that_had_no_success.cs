using System.Net;
using Contracts.Events;
using Contracts.Requests;
using Contracts.Users;
using Gateway.Tests.Hosting;
using Http.Idempotency;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Idempotency;

/// <summary>What comes again under its key is carried out, for nothing that lasts was done.</summary>
public sealed class Commands_that_had_no_success(RunningGateway gateway) : IdempotencyTests(gateway)
{
    [Fact]
    public async Task What_was_refused_is_judged_anew_with_the_same_id()
    {
        Services.Refuse<RequestReward>("EVENT_NOT_ACTIVE");
        var client = await Gateway.SignedIn(Role.User);
        var path = $"/events/{Guid.NewGuid()}/request";
        await client.Post(path, null, Key).Problem(HttpStatusCode.Conflict, "EVENT_NOT_ACTIVE");
        Services.On<RequestReward>(message => Some.Request(message.RequestId));

        await client.Post(path, null, Key).Json(HttpStatusCode.Created);
        await client.Post(path, null, Key).Json(HttpStatusCode.Created);

        Services.Received<RequestReward>().Count.ShouldBe(2);
        Services.Received<RequestReward>().Select(sent => sent.RequestId).Distinct().ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("approve")]
    [InlineData("reject")]
    public async Task A_list_of_decisions_of_which_one_failed_is_gone_through_again(string decision)
    {
        var (first, second) = (Guid.NewGuid(), Guid.NewGuid());
        var isUp = false;
        Services.On<ApproveRewardRequest>(message => Decide(message.RequestId));
        Services.On<RejectRewardRequest>(message => Decide(message.RequestId));
        var client = await Gateway.SignedIn(Role.Operator);
        var body = $$"""{"ids":["{{first}}","{{second}}"],"reason":"r"}""";

        (await Results()).ShouldBe([null, "SERVICE_UNAVAILABLE"]);
        isUp = true;
        (await Results()).ShouldBe([null, null]);

        // What is whole is kept.
        isUp = false;
        (await Results()).ShouldBe([null, null]);

        // A service that has decided already knows the command again, and answers as it did then.
        foreach (var id in new[] { first, second })
        {
            var sent = Services.MessageIds<ApproveRewardRequest>(m => m.RequestId == id).Concat(Services.MessageIds<RejectRewardRequest>(m => m.RequestId == id)).ToList();
            sent.Count.ShouldBeGreaterThanOrEqualTo(2);
            sent.Distinct().ShouldHaveSingleItem().ShouldNotBeNull();
        }

        Services.MessageIds<ApproveRewardRequest>(_ => true).Concat(Services.MessageIds<RejectRewardRequest>(_ => true)).Distinct().Count().ShouldBe(2);

        object Decide(Guid id) => isUp || id == first ? Some.Request(id) : throw new InvalidOperationException("down");

        async Task<IEnumerable<string?>> Results() =>
            (await client.Post($"/events/requests/{decision}", body, Key).Json(HttpStatusCode.OK)).GetProperty("results").EnumerateArray()
                .Select(result => result.GetProperty("code").GetString());
    }

    [Fact]
    public async Task What_came_too_often_is_done_when_it_comes_again()
    {
        var client = await Gateway.SignedIn(Role.User);
        var body = """{"currentPassword":"Correct-Horse-1","newPassword":"Correct-Horse-2"}""";
        Services.Refuse<ChangePassword>("TOO_MANY_ATTEMPTS");
        (await client.Send("PUT", "/users/me/password", body, Key)).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);

        Services.On<ChangePassword>(message => new PasswordChanged(message.UserId));

        (await client.Send("PUT", "/users/me/password", body, Key)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task A_body_that_could_not_be_read_leaves_the_key_free()
    {
        Services.On<CreateEvent>(message => Some.Event(message.EventId));
        var client = await Gateway.SignedIn(Role.Operator);

        await client.Post("/events", "{", Key).Problem(HttpStatusCode.BadRequest, "MALFORMED_JSON");
        await client.Post("/events", Body, Key).Json(HttpStatusCode.Created);
    }

    [Fact]
    public async Task What_failed_is_tried_again_with_the_same_id()
    {
        Services.On<CreateEvent>(_ => throw new InvalidOperationException("first"));
        var client = await Gateway.SignedIn(Role.Operator);
        await client.Post("/events", Body, Key).Problem(HttpStatusCode.ServiceUnavailable, "SERVICE_UNAVAILABLE");
        Services.On<CreateEvent>(message => Some.Event(message.EventId));

        await client.Post("/events", Body, Key).Json(HttpStatusCode.Created);

        Services.Received<CreateEvent>().Select(sent => sent.EventId).Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_store_of_keys_that_is_down_is_503_and_nothing_is_done()
    {
        await using var broken = await GatewayHost.Start(configure: builder => builder.Services.AddSingleton<IIdempotencyRecords, BrokenRecords>());

        await (await broken.SignedIn(Role.Operator)).Post("/events", Body, Key).Problem(HttpStatusCode.ServiceUnavailable, "SERVICE_UNAVAILABLE");

        broken.Services.ReceivedCount.ShouldBe(0);
    }

    private sealed class BrokenRecords : IIdempotencyRecords
    {
        public Task<IdempotencyRecord> Claim(string key, IdempotencyRecord own, CancellationToken cancellationToken) => throw new IOException("down");

        public Task Keep(string key, IdempotencyRecord answered, CancellationToken cancellationToken) => throw new IOException("down");

        public Task Release(string key, IdempotencyRecord own, CancellationToken cancellationToken) => throw new IOException("down");
    }
}
