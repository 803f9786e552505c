using System.Net;
using System.Text.Json;
using Bus.DeadLetters;
using Contracts.Connections;
using Contracts.Events;
using Contracts.Granting;
using Contracts.Operations;
using Contracts.Reports;
using Contracts.Stages;
using Contracts.Requests;
using Contracts.Users;
using Documents;
using Gateway.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Operations;

public sealed class Operations_over_HTTP(RunningGateway gateway) : GatewayTests(gateway)
{
    [Theory]
    [InlineData("")]
    [InlineData("/api/v1")]
    public async Task Reconciliation_adds_up_the_parts(string prefix)
    {
        var second = Guid.NewGuid();
        Services.On<FindLedgerFaults>(message => message.From is null
            ? new LedgerFaults([new StatusCount(RequestStatus.Fulfilled, 3), new StatusCount(RequestStatus.Pending, 1)], 4, 1, 0, 2, second)
            : new LedgerFaults([new StatusCount(RequestStatus.Fulfilled, 2)], 2, 0, 5, 0, null));
        Services.On<FindOversold>(message => message.After is null ? new Oversold(7, "next") : new Oversold(1, null));
        Operations(pending: 3, at: TimeProvider.System.GetUtcNow().AddSeconds(-90));

        var seen = await (await Gateway.SignedIn(Role.Auditor)).GetAsync($"{prefix}/operations/reconciliation").Json(HttpStatusCode.OK);

        seen.Names().ShouldBe(
            ["requests", "byStatus", "grants", "missingGrants", "duplicateGrants", "orphanGrants", "oversold", "pendingOutbox", "oldestPendingSeconds"]);
        seen.GetProperty("byStatus").GetRawText().ShouldBe(
            """{"PENDING":1,"APPROVED":0,"FULFILLED":5,"REJECTED":0,"FAILED":0,"CANCELLED":0,"REVOKED":0}""");
        new[] { "requests", "grants", "missingGrants", "duplicateGrants", "orphanGrants", "oversold", "pendingOutbox" }
            .Select(name => seen.GetProperty(name).GetInt64()).ShouldBe([6, 6, 1, 5, 2, 8, 9]);
        seen.GetProperty("oldestPendingSeconds").GetInt64().ShouldBeInRange(90, 300);
        Services.Received<FindLedgerFaults>().Select(message => message.From).ShouldBe([null, second]);
        Services.Received<FindOversold>().Select(message => message.After).ShouldBe([null, "next"]);
    }

    [Fact]
    public async Task A_report_is_rebuilt_by_a_command()
    {
        var eventId = Guid.NewGuid();
        Services.On<RebuildEventReport>(message => new EventReport(message.EventId, [], [], 0, 0, null, null, Some.Time));
        Services.On<GetEventReport>(message => new EventReport(message.EventId, [], [], 0, 0, null));
        var admin = await Gateway.SignedIn(Role.Admin);

        var response = await admin.PostAsync($"/operations/reports/{eventId}/rebuild", null);

        response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        response.Headers.Location!.ToString().ShouldEndWith($"/operations/reports/{eventId}");
        (await response.Json()).GetRawText().ShouldBe($$"""{"eventId":"{{eventId}}","rebuildingSince":"2030-01-31T12:00:00Z"}""");
        (await admin.GetAsync($"/operations/reports/{eventId}").Json(HttpStatusCode.OK)).GetRawText().ShouldBe($$"""{"eventId":"{{eventId}}","rebuildingSince":null}""");
        Services.Last<RebuildEventReport>().EventId.ShouldBe(eventId);
    }

    [Fact]
    public async Task A_service_behind_RewardWorker_that_does_not_answer_is_504()
    {
        Services.Refuse<FindLedgerFaults>("NO_ANSWER");

        await (await Gateway.SignedIn(Role.Auditor)).GetAsync("/operations/reconciliation").Problem(HttpStatusCode.GatewayTimeout, "NO_ANSWER");
    }

    [Fact]
    public async Task A_service_that_does_not_answer_for_its_outboxes_is_504()
    {
        Services.On<FindLedgerFaults>(_ => new LedgerFaults([], 0, 0, 0, 0, null));
        Operations();
        Services.On<GetEventOperations>(_ => null);

        await (await Gateway.SignedIn(Role.Auditor)).GetAsync("/operations/reconciliation").Problem(HttpStatusCode.GatewayTimeout, "NO_ANSWER");
    }

    [Fact]
    public async Task Nothing_fails()
    {
        Operations();

        var list = await (await Gateway.SignedIn(Role.Admin)).GetAsync("/operations/dead-letters").Json(HttpStatusCode.OK);

        list.GetRawText().ShouldBe("""{"items":[],"nextCursor":null}""");
    }

    [Fact]
    public async Task Dead_letters_come_in_pages_by_queue()
    {
        await using var failing = await GatewayHost.Start(configure: builder => builder.Services.AddSingleton<IDeadLetters, EveryQueueFails>());
        Operations(failing.Services);
        var admin = await failing.SignedIn(Role.Admin);

        var first = await admin.GetAsync("/operations/dead-letters?limit=2").Json(HttpStatusCode.OK);
        var second = await admin.GetAsync($"/operations/dead-letters?limit=2&cursor={first.GetProperty("nextCursor").GetString()}").Json(HttpStatusCode.OK);

        Queues(first).ShouldBe(["auth.work.register", "event.work.approve"]);
        Queues(second).ShouldBe(["reward.work.grant-reward"]);
        second.GetProperty("nextCursor").ValueKind.ShouldBe(JsonValueKind.Null);
        (await admin.GetAsync("/operations/dead-letters?limit=0").Faults()).ShouldBe(["limit"]);
        (await admin.GetAsync("/operations/dead-letters?cursor=garbage").Faults()).ShouldBe(["cursor"]);

        static IEnumerable<string?> Queues(JsonElement list) => list.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("queue").GetString());
    }

    [Fact]
    public async Task A_queue_of_some_service_is_redelivered_and_an_unknown_one_is_not_there()
    {
        Operations();
        var admin = await Gateway.SignedIn(Role.Admin);

        (await admin.Post("/operations/dead-letters/reward.work.grant-reward/redeliver").Json(HttpStatusCode.Accepted)).GetRawText().ShouldBe("""{"moved":0}""");
        await admin.Post("/operations/dead-letters/unknown/redeliver").Problem(HttpStatusCode.NotFound, "NOT_FOUND");
    }

    [Fact]
    public async Task A_dead_letter_is_read_and_given_back_by_its_id()
    {
        await using var failing = await GatewayHost.Start(configure: builder => builder.Services.AddSingleton<IDeadLetters, EveryQueueFails>());
        Operations(failing.Services);
        var admin = await failing.SignedIn(Role.Admin);

        var read = await admin.GetAsync("/operations/dead-letters/event.work.approve?limit=1").Json(HttpStatusCode.OK);

        read.GetProperty("items").EnumerateArray().ShouldHaveSingleItem().GetRawText().ShouldBe(
            """{"id":"first","at":"2030-01-31T12:00:00Z","error":"no","type":"RewardRequestApproved","correlationId":null,"message":{"requestId":"a"},"truncated":false}""");
        var next = read.GetProperty("nextCursor").GetString()!;
        (await admin.GetAsync($"/operations/dead-letters/event.work.approve?limit=1&cursor={next}").Json(HttpStatusCode.OK)).GetRawText().ShouldBe("""{"items":[],"nextCursor":null}""");
        (await admin.GetAsync("/operations/dead-letters/event.work.approve?cursor=garbage").Faults()).ShouldBe(["cursor"]);
        await admin.GetAsync("/operations/dead-letters/unknown").Problem(HttpStatusCode.NotFound, "NOT_FOUND");

        (await admin.Post("/operations/dead-letters/event.work.approve/first/redeliver").Json(HttpStatusCode.Accepted)).GetRawText().ShouldBe("""{"moved":1}""");
        await admin.Post("/operations/dead-letters/event.work.approve/second/redeliver").Problem(HttpStatusCode.NotFound, "NOT_FOUND");
        await admin.Post("/operations/dead-letters/unknown/first/redeliver").Problem(HttpStatusCode.NotFound, "NOT_FOUND");
    }

    private void Operations(long pending = 0, DateTimeOffset? at = null) => Operations(Services, pending, at);

    private static void Operations(FakeServices services, long pending = 0, DateTimeOffset? at = null)
    {
        services.On<GetAccountOperations>(_ => new ServiceOperations(pending, at?.AddSeconds(30), ["auth.work.register"]));
        services.On<GetEventOperations>(_ => new ServiceOperations(pending, null, ["event.work.approve"]));
        services.On<GetGrantingOperations>(_ => new ServiceOperations(pending, at, ["reward.work.grant-reward", "event.work.approve"]));
        services.On<GetLiveOperations>(_ => new ServiceOperations(0, null, []));
        services.On<GetCampaignOperations>(_ => new ServiceOperations(0, null, []));
    }

    private sealed class EveryQueueFails : IDeadLetters
    {
        public Task<IReadOnlyDictionary<string, long>> Count(IEnumerable<string> queues, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyDictionary<string, long>>(queues.ToDictionary(queue => queue, _ => 1L));

        public Task<IReadOnlyList<DeadLetterSummary>> Find(IEnumerable<string> queues, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<DeadLetterSummary>>([.. queues.Select(queue => new DeadLetterSummary(queue, 1, new DeadLetter(Some.Time, "no")))]);

        /// <summary>One letter, and a second page that is empty.</summary>
        public Task<Page<DeadMessage>> Read(string queue, Cursor? after, int size, CancellationToken cancellationToken) => Task.FromResult(after is null
            ? new Page<DeadMessage>(
                [new DeadMessage("first", Some.Time, "no", "RewardRequestApproved", null, JsonElement.Parse("""{"requestId":"a"}"""), Truncated: false)],
                new Cursor("a", "first").ToString())
            : new Page<DeadMessage>([], null));

        public Task<long> Redeliver(string queue, CancellationToken cancellationToken) => Task.FromResult(0L);

        public Task<bool> Redeliver(string queue, string id, CancellationToken cancellationToken) => Task.FromResult(id == "first");
    }
}
