using System.Diagnostics;
using Contracts;
using Contracts.Audit;
using Contracts.Events;
using Contracts.Requests;
using Contracts.Rewards;
using Documents;
using EventService.Audit;
using EventService.Events;
using Testing;

namespace EventService.Tests.Audit;

public sealed class Audited_changes(RunningEventService service) : IClassFixture<RunningEventService>
{
    private static readonly Caller Ann = Some.Operator();
    private static readonly Caller Bob = Some.Operator();

    [Fact]
    public async Task Each_change_of_an_event_is_one_entry()
    {
        var create = Some.CreateEvent(service.Now) with { Caller = Ann };
        create = create with { Terms = create.Terms with { Description = "Warm" } };
        var id = (await service.Ask<CreateEvent, EventDetails>(create)).Details!.Id;
        await service.Ask<CreateEvent, EventDetails>(create);
        var change = Some.ChangeEvent(id) with { Name = "Summer", Cleared = ["description"], Caller = Bob };
        await service.Ask<ChangeEvent, EventDetails>(change);
        await service.Ask<ChangeEvent, EventDetails>(change);
        await service.Ask<ChangeEvent, EventDetails>(Some.ChangeEvent(id) with { Status = EventStatus.Draft, Caller = Bob });
        await service.Ask<ChangeEvent, EventDetails>(Some.ChangeEvent(id) with { Status = EventStatus.Paused, Caller = Bob });
        await service.Ask<ArchiveEvent, EventDetails>(new ArchiveEvent(id, Ann));
        await service.Ask<ArchiveEvent, EventDetails>(new ArchiveEvent(id, Ann));

        var entries = await Entries($"event:{id}", 4);

        entries.Select(e => (e.Action, e.Actor)).ShouldBe(
        [
            ("event.created", Ann.UserId.ToString()), ("event.updated", Bob.UserId.ToString()),
            ("event.updated", Bob.UserId.ToString()), ("event.archived", Ann.UserId.ToString()),
        ]);
        entries[0].Before.ShouldBeNull();
        entries[0].After!["name"].GetString().ShouldBe("Spring");
        entries[0].After!["approval"].GetString().ShouldBe("MANUAL");
        Text(entries[1].Before).ShouldBe("description=Warm name=Spring version=1");
        Text(entries[1].After).ShouldBe("description= name=Summer version=2");
        Text(entries[2].Before).ShouldBe("status=ACTIVE version=2");
        Text(entries[2].After).ShouldBe("status=PAUSED version=3");
        Text(entries[3].After).ShouldBe("status=ARCHIVED version=4");
    }

    [Fact]
    public async Task An_event_that_ends_by_its_period_is_one_entry_of_the_system()
    {
        var e = (await service.Ask<CreateEvent, EventDetails>(Some.CreateEvent(service.Now))).Details!;
        await service.Store<EventDocument>().Change(e.Id.ToString(), loaded => EndDueEvents.Decide(loaded, e.Terms.PeriodEnd!.Value).Save);

        var entry = (await Entries($"event:{e.Id}", 2))[^1];

        (entry.Action, entry.Actor, entry.TraceId).ShouldBe(("event.ended", "system", null));
        Text(entry.After).ShouldBe("status=ENDED version=2");
    }

    [Fact]
    public async Task Each_change_of_a_reward_is_one_entry_without_its_code()
    {
        var e = (await service.Ask<CreateEvent, EventDetails>(Some.CreateEvent(service.Now))).Details!;
        var add = Some.AddReward(e.Id, Some.Coupon) with { Caller = Ann };
        await service.Ask<AddReward, RewardDetails>(add);
        await service.Ask<AddReward, RewardDetails>(add);
        var change = new ChangeReward(add.RewardId, e.Id, "Tea", new RewardFields(CouponCode: Some.Sealed("AUTUMN")), null, Bob);
        await service.Ask<ChangeReward, RewardDetails>(change);
        await service.Ask<ChangeReward, RewardDetails>(change);
        await service.Ask<RemoveReward, RewardRemoved>(new RemoveReward(add.RewardId, e.Id, Ann));

        var entries = await Entries($"reward:{add.RewardId}", 3);

        entries.Select(entry => (entry.Action, entry.Actor)).ShouldBe(
            [("reward.added", Ann.UserId.ToString()), ("reward.changed", Bob.UserId.ToString()), ("reward.removed", Ann.UserId.ToString())]);
        entries[0].After!["eventId"].GetGuid().ShouldBe(e.Id);
        Text(entries[1].Before).ShouldBe("name=A reward");
        Text(entries[1].After).ShouldBe("couponCodeChanged=True name=Tea");
        entries[2].After.ShouldBeNull();
        entries[2].Before!["name"].GetString().ShouldBe("Tea");
        entries.Select(entry => Text(entry.Before) + Text(entry.After)).ShouldAllBe(text => !text.Contains("SPRING") && !text.Contains("AUTUMN"));
    }

    [Fact]
    public async Task Of_a_delivery_an_entry_tells_the_url_and_that_the_secret_changed()
    {
        var e = (await service.Ask<CreateEvent, EventDetails>(Some.CreateEvent(service.Now))).Details!;
        var add = Some.AddReward(e.Id) with { Delivery = new RewardDelivery("https://example.com/a", "sealed-1") };
        await service.Ask<AddReward, RewardDetails>(add);
        var change = new ChangeReward(add.RewardId, e.Id, null, null, null, Ann);
        await service.Ask<ChangeReward, RewardDetails>(change with { Delivery = new RewardDelivery("https://example.com/b", "sealed-2") });
        await service.Ask<ChangeReward, RewardDetails>(change with { Cleared = ["delivery"] });

        var entries = await Entries($"reward:{add.RewardId}", 3);

        entries[0].After!["deliveryUrl"].GetString().ShouldBe("https://example.com/a");
        Text(entries[1].Before).ShouldBe("deliveryUrl=https://example.com/a");
        Text(entries[1].After).ShouldBe("deliverySecretChanged=True deliveryUrl=https://example.com/b");
        Text(entries[2].After).ShouldBe("deliveryUrl=");
        entries.Select(entry => Text(entry.Before) + Text(entry.After)).ShouldAllBe(text => !text.Contains("sealed"));
    }

    [Fact]
    public async Task Each_decision_of_a_person_is_one_entry_and_so_is_a_passed_deadline()
    {
        var e = await service.ActiveEvent(create => create with { FourEyes = true });
        var approved = await Requested(e);
        await service.Approve(approved, Ann.UserId.ToString());
        await service.Approve(approved, Ann.UserId.ToString());
        await service.Approve(approved, Bob.UserId.ToString());
        var rejected = await Requested(e);
        await service.Ask<RejectRewardRequest, RewardRequestDetails>(new RejectRewardRequest(rejected, Ann.UserId.ToString(), "not you"));
        await service.Ask<RejectRewardRequest, RewardRequestDetails>(new RejectRewardRequest(rejected, Ann.UserId.ToString(), "not you"));
        var owner = Some.User();
        var cancelled = await Requested(e, owner);
        await service.Cancel(cancelled, owner);
        var expired = await Requested(await service.ActiveEvent(create => create with { ApprovalDeadlineSeconds = 1 }));
        await Wait.Until(async () => (await service.Read(expired, Ann)).Details!.Status == RequestStatus.Rejected, "the deadline");
        await service.Bus.Publish(new RejectRewardRequest(expired, "system", "APPROVAL_EXPIRED"));
        await service.Bus.Publish(new RejectRewardRequest(expired, "system", "APPROVAL_EXPIRED"));

        (await Decisions(approved, 2)).ShouldBe(
            [$"request.first-approved {Ann.UserId} status=PENDING > reason=FIRST_APPROVAL status=PENDING", $"request.approved {Bob.UserId} status=PENDING > status=APPROVED"]);
        (await Decisions(rejected, 1)).ShouldBe([$"request.rejected {Ann.UserId} status=PENDING > reason=not you status=REJECTED"]);
        (await Decisions(cancelled, 1)).ShouldBe([$"request.cancelled {owner.UserId} status=PENDING > status=CANCELLED"]);
        (await Decisions(expired, 1)).ShouldBe(["request.expired system status=PENDING > reason=APPROVAL_EXPIRED status=REJECTED"]);
    }

    [Fact]
    public async Task A_revocation_is_an_entry_and_what_the_platform_does_by_itself_is_none()
    {
        var id = await Requested(await service.ActiveEvent(create => create with { Approval = ApprovalMode.Auto }));
        await service.Bus.Publish(new RewardRequestFulfilled(id, []));
        await Wait.Until(async () => (await service.Read(id, Ann)).Details!.Status == RequestStatus.Fulfilled, "the outcome");
        await service.Ask<RevokeRewardRequest, RewardRequestDetails>(new RevokeRewardRequest(id, Bob, "a mistake"));

        (await Decisions(id, 1)).ShouldBe([$"request.revoked {Bob.UserId} status=FULFILLED > reason=a mistake status=REVOKED"]);
    }

    [Fact]
    public async Task An_entry_has_the_trace_of_its_request()
    {
        using var request = new Activity("a request").Start();
        var e = (await service.Ask<CreateEvent, EventDetails>(Some.CreateEvent(service.Now))).Details!;

        (await Entries($"event:{e.Id}", 1))[0].TraceId.ShouldBe(request.TraceId.ToString());
    }

    [Fact]
    public async Task A_change_that_is_delivered_again_is_appended_once()
    {
        var change = Change($"again:{Guid.NewGuid()}");

        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => service.Bus.Publish(change)));
        await Entries(change.Target, 1);
        await new AuditLog(Store, Heads).Append(change);

        (await Entries(change.Target, 1)).Count.ShouldBe(1);
        await IsWhole();
    }

    [Fact]
    public async Task Several_instances_that_append_at_once_make_one_chain()
    {
        var target = $"race:{Guid.NewGuid()}";
        var instances = Enumerable.Range(0, 4).Select(_ => new AuditLog(Store, Heads)).ToList();
        var changes = Enumerable.Range(0, 200).Select(_ => Change(target)).ToList();

        // Each change goes to two instances, as when it is delivered again.
        await Task.WhenAll(changes.SelectMany((change, i) => new[] { instances[i % 4].Append(change), instances[(i + 1) % 4].Append(change) }));

        var entries = await Records(target);
        entries.Select(e => e.SourceId).ShouldBe(changes.Select(change => change.SourceId), ignoreOrder: true);
        await IsWhole();
        (await Heads.Get(AuditHead.OnlyId))!.Count.ShouldBeGreaterThanOrEqualTo(200);
    }

    [Fact]
    public async Task A_list_is_filtered_and_paged_newest_first()
    {
        var target = $"list:{Guid.NewGuid()}";
        var at = service.Now;
        for (var i = 0; i < 7; i++)
        {
            await service.Bus.Publish(Change(target) with { At = at.AddSeconds(i), Actor = i % 2 == 0 ? $"{target}/even" : "odd" });
        }

        await Entries(target, 7);

        (await Times(new ListAuditEntries(null, null, target, at.AddSeconds(1), at.AddSeconds(4), 2, null))).ShouldBe([3, 2, 1]);
        (await Times(new ListAuditEntries($"{target}/even", "test.changed", null, null, null, 2, null))).ShouldBe([6, 4, 2, 0]);
        (await Times(new ListAuditEntries(null, "no.such", target, null, null, 2, null))).ShouldBeEmpty();
        (await service.Ask<ListAuditEntries, AuditEntryList>(new ListAuditEntries(null, null, null, null, null, 2, "%"))).Code.ShouldBe("VALIDATION_FAILED");

        async Task<List<int>> Times(ListAuditEntries query)
        {
            var found = new List<int>();
            string? cursor = null;
            do
            {
                var page = (await service.Ask<ListAuditEntries, AuditEntryList>(query with { Cursor = cursor })).Details!;
                page.Items.Count.ShouldBeLessThanOrEqualTo(2);
                found.AddRange(page.Items.Select(entry => (int)(entry.At - at).TotalSeconds));
                cursor = page.NextCursor;
            }
            while (cursor is not null);

            return found;
        }
    }

    [Fact]
    public async Task A_hundred_decisions_at_once_are_a_hundred_entries()
    {
        var e = await service.ActiveEvent();
        var ids = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Requested(e)));

        var answers = await Task.WhenAll(ids.Select(id => service.Approve(id, Ann.UserId.ToString())));

        answers.ShouldAllBe(answer => answer.Details != null);
        foreach (var id in ids)
        {
            (await Decisions(id, 1)).Count.ShouldBe(1);
        }

        await IsWhole();
    }

    private IDocumentStore<AuditDocument> Store => service.Store<AuditDocument>();

    private IDocumentStore<AuditHead> Heads => service.Store<AuditHead>();

    private ChangeRecorded Change(string target) => new(Guid.NewGuid(), service.Now, "ann", "test.changed", target, null, null, null);

    private async Task<Guid> Requested(EventDetails e, Caller? user = null) => (await service.Request(e.Id, user ?? Some.User())).Details!.Id;

    /// <summary>Oldest first, once there are as many; more than that fails.</summary>
    private async Task<IReadOnlyList<AuditEntry>> Entries(string target, int count)
    {
        IReadOnlyList<AuditEntry> entries = [];
        await Wait.Until(
            async () =>
            {
                var query = new ListAuditEntries(null, null, target, null, null, 100, null);
                entries = (await service.Ask<ListAuditEntries, AuditEntryList>(query)).Details!.Items;
                return entries.Count >= count;
            },
            $"{count} entries of {target}");
        entries.Count.ShouldBe(count);
        return [.. entries.Reverse()];
    }

    private async Task<IReadOnlyList<string>> Decisions(Guid requestId, int count) =>
        [.. (await Entries($"request:{requestId}", count)).Select(e => $"{e.Action} {e.Actor} {Text(e.Before)} > {Text(e.After)}")];

    private async Task<List<AuditRecord>> Records(string target)
    {
        var found = new List<AuditRecord>();
        IReadOnlyList<AuditRecord> part;
        do
        {
            part = (await service.Ask<GetAuditRecords, AuditRecordList>(new GetAuditRecords(found.Count, 90))).Details!.Items;
            found.AddRange(part);
        }
        while (part.Count == 90);

        found.Select(record => record.Sequence).ShouldBe(Enumerable.Range(1, found.Count).Select(i => (long)i));
        return [.. found.Where(record => record.Target == target)];
    }

    /// <summary>Other tests append meanwhile: what is there is whole.</summary>
    private async Task IsWhole()
    {
        var part = new AuditLogVerified(0, "", null, false);
        while (!part.IsEnd)
        {
            part = (await service.Ask<VerifyAuditLog, AuditLogVerified>(new VerifyAuditLog(part.Upto, part.Upto == 0 ? null : part.Hash, 50))).Details!;
            part.FirstBroken.ShouldBeNull();
        }

        part.Upto.ShouldBeGreaterThan(0);
    }

    private static string Text(IReadOnlyDictionary<string, System.Text.Json.JsonElement>? fields) =>
        fields is null ? "" : string.Join(' ', fields.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => $"{f.Key}={f.Value}"));
}
