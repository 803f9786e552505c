using Contracts;
using Contracts.Campaigns;
using Contracts.Events;
using Contracts.Rewards;
using Contracts.Users;
using EventService.Events;
using EventService.Requests;
using EventService.Rewards;

namespace EventService.Tests.Events;

public sealed class Decisions_on_changes_of_an_event
{
    private static readonly ChangeEvent Nothing = Some.ChangeEvent();

    private static readonly (EventStatus From, EventStatus To)[] Allowed =
    [
        (EventStatus.Draft, EventStatus.Active),
        (EventStatus.Active, EventStatus.Paused),
        (EventStatus.Paused, EventStatus.Active),
        (EventStatus.Active, EventStatus.Ended),
        (EventStatus.Paused, EventStatus.Ended),
    ];

    public static TheoryData<EventStatus, EventStatus> EveryPair
    {
        get
        {
            var pairs = new TheoryData<EventStatus, EventStatus>();
            foreach (var from in Enum.GetValues<EventStatus>())
            {
                foreach (var to in Enum.GetValues<EventStatus>())
                {
                    pairs.Add(from, to);
                }
            }

            return pairs;
        }
    }

    [Theory]
    [MemberData(nameof(EveryPair))]
    public void The_status_moves_as_the_contract_allows_and_not_otherwise(EventStatus from, EventStatus to)
    {
        var e = Some.Event(from);

        var decision = ChangeEventConsumer.Decide(e, Nothing with { Status = to }, Some.Now);

        var moved = Allowed.Contains((from, to));
        decision.Save.ShouldBe(moved);
        decision.Refusal?.Code.ShouldBe("INVALID_STATE");
        (decision.Refusal is null).ShouldBe(moved || from == to);
        e.Status.ShouldBe(moved ? to : from);
        e.Revision.ShouldBe(moved ? 2 : 1);
    }

    [Fact]
    public void Who_named_the_campaign_is_kept_with_it()
    {
        var e = Some.Event();
        var named = Nothing with { Campaign = new CampaignReference("http", "shop-1", "c-1"), Caller = new Caller(Guid.NewGuid(), [Role.Operator]) };

        ChangeEventConsumer.Decide(e, named, Some.Now).Save.ShouldBeTrue();
        ChangeEventConsumer.Decide(e, Nothing with { Name = "another", Caller = new Caller(Guid.NewGuid(), [Role.Operator]) }, Some.Now).Save.ShouldBeTrue();
        e.Terms.CampaignNamedBy.ShouldBe(named.Caller.UserId);

        ChangeEventConsumer.Decide(e, Nothing with { Cleared = ["campaign"] }, Some.Now).Save.ShouldBeTrue();
        (e.Terms.Campaign, e.Terms.CampaignNamedBy).ShouldBe((null, null));
    }

    [Theory]
    [InlineData(EventStatus.Active)]
    [InlineData(EventStatus.Paused)]
    public void Past_its_end_an_event_has_ended_whoever_comes_by(EventStatus stored)
    {
        var e = Some.Event(stored);
        var end = e.Terms.PeriodEnd!.Value;

        Decide(e, Nothing with { PeriodEnd = end.AddDays(1) }, end).Refusal!.Code.ShouldBe("INVALID_STATE");
        Decide(e, Nothing with { Cleared = ["periodEnd"] }, end).Refusal!.Code.ShouldBe("INVALID_STATE");
        Decide(e, Nothing with { Name = "n" }, end).Refusal!.Code.ShouldBe("INVALID_STATE");
        Decide(e, Nothing with { Status = EventStatus.Active }, end).Refusal!.Code.ShouldBe("INVALID_STATE");
        Decide(e, Nothing with { Status = EventStatus.Ended }, end).ShouldBe(Decision.Unchanged);
        e.ToDetails(end).Status.ShouldBe(EventStatus.Ended);
        e.ToDetails(end.AddTicks(-1)).Status.ShouldBe(stored);
        AddRewardConsumer.Decide(e, Some.AddReward(), end).Refusal!.Code.ShouldBe("EVENT_ENDED");
        RemoveRewardConsumer.Decide(e, e.Rewards[0].RewardId, Guid.NewGuid().ToString(), end).Refusal!.Code.ShouldBe("EVENT_ENDED");
        ChangeRewardConsumer.Decide(e, new ChangeReward(e.Rewards[0].RewardId, Guid.Parse(e.Id), "n", null, null, Some.Operator()), end).Refusal!.Code.ShouldBe("EVENT_ENDED");
        RequestRewardConsumer.Decide(e, Some.User(), end).Refusal!.Code.ShouldBe("EVENT_NOT_ACTIVE");
        Decide(e, Nothing with { PeriodEnd = end.AddDays(1) }, end.AddTicks(-1)).Save.ShouldBeTrue();

        static Decision Decide(EventDocument e, ChangeEvent message, DateTimeOffset now) => ChangeEventConsumer.Decide(e, message, now);
    }

    public static TheoryData<string, ChangeEvent, bool> Fields => new()
    {
        { "name", Nothing with { Name = "Summer" }, true },
        { "description", Nothing with { Description = "Warm" }, true },
        { "periodEnd", Nothing with { PeriodEnd = Some.Now.AddDays(9) }, true },
        { "no periodEnd", Nothing with { Cleared = ["periodEnd"] }, true },
        { "approvalDeadlineSeconds", Nothing with { ApprovalDeadlineSeconds = 5 }, true },
        { "periodStart", Nothing with { PeriodStart = Some.Now.AddDays(-9) }, false },
        { "timeZone", Nothing with { TimeZone = "Asia/Tokyo" }, false },
        { "approval", Nothing with { Approval = ApprovalMode.Auto }, false },
    };

    [Theory]
    [MemberData(nameof(Fields))]
    public void What_users_rely_on_changes_only_in_a_draft(string field, ChangeEvent message, bool always)
    {
        foreach (var status in Enum.GetValues<EventStatus>())
        {
            var e = Some.Event(status);
            var before = e.Terms;

            var decision = ChangeEventConsumer.Decide(e, message, Some.Now.AddHours(1));

            var changes = status == EventStatus.Draft || (always && status is EventStatus.Active or EventStatus.Paused);
            decision.Save.ShouldBe(changes, $"{field} of {status}");
            (decision.Refusal?.Code).ShouldBe(changes ? null : "INVALID_STATE");
            (e.Terms == before).ShouldBe(!changes);
            e.UpdatedAt.ShouldBe(changes ? Some.Now.AddHours(1) : Some.Now);
        }
    }

    [Fact]
    public void A_fixed_field_is_named_in_the_refusal() =>
        ChangeEventConsumer.Decide(Some.Event(), Nothing with { TimeZone = "Asia/Tokyo", Approval = ApprovalMode.Auto }, Some.Now)
            .Refusal!.Detail.ShouldContain("timeZone, approval");

    [Fact]
    public void An_empty_change_leaves_the_event_as_it_is()
    {
        foreach (var status in Enum.GetValues<EventStatus>())
        {
            ChangeEventConsumer.Decide(Some.Event(status), Nothing, Some.Now).ShouldBe(Decision.Unchanged);
        }
    }

    [Fact]
    public void The_same_values_again_are_no_change()
    {
        var e = Some.Event();

        ChangeEventConsumer.Decide(e, Nothing with { Name = e.Terms.Name, TimeZone = e.Terms.TimeZone, Cleared = ["condition"] }, Some.Now)
            .ShouldBe(Decision.Unchanged);
    }

    [Fact]
    public void A_condition_changes_while_the_event_is_DRAFT_and_the_same_one_again_is_no_change()
    {
        var e = Some.Event(EventStatus.Draft);

        ChangeEventConsumer.Decide(e, Nothing with { Condition = Logins(2) }, Some.Now).ShouldBe(Decision.Changed);
        e.Status = EventStatus.Active;
        ChangeEventConsumer.Decide(e, Nothing with { Condition = Logins(2) }, Some.Now).ShouldBe(Decision.Unchanged);
        ChangeEventConsumer.Decide(e, Nothing with { Condition = Logins(3) }, Some.Now).Refusal!.Code.ShouldBe("INVALID_STATE");

        static Condition Logins(int count) => new(All: [new Condition(Fact: "login", Measure: Measurement.Count, Op: Comparison.AtLeast, Value: count)]);
    }

    [Fact]
    public void Another_version_than_expected_is_stale()
    {
        var e = Some.Event();

        ChangeEventConsumer.Decide(e, Nothing with { Name = "Summer", ExpectedVersion = 2 }, Some.Now).Refusal!.Code.ShouldBe("STALE_VERSION");
        ChangeEventConsumer.Decide(e, Nothing with { Name = "Summer", ExpectedVersion = 1 }, Some.Now).ShouldBe(Decision.Changed);
        ChangeEventConsumer.Decide(e, Nothing with { Name = "Autumn", ExpectedVersion = 1 }, Some.Now).Refusal!.Code.ShouldBe("STALE_VERSION");
        e.Terms.Name.ShouldBe("Summer");
    }

    [Fact]
    public void Cleared_fields_become_null()
    {
        var e = Some.Event(EventStatus.Draft);
        ChangeEventConsumer.Decide(e, Nothing with { Description = "Warm", ApprovalDeadlineSeconds = 5 }, Some.Now).ShouldBe(Decision.Changed);

        ChangeEventConsumer.Decide(e, Nothing with { Cleared = ["description", "approvalDeadlineSeconds", "periodEnd"] }, Some.Now)
            .ShouldBe(Decision.Changed);

        e.Terms.Description.ShouldBeNull();
        e.Terms.ApprovalDeadlineSeconds.ShouldBeNull();
        e.Terms.PeriodEnd.ShouldBeNull();
        e.Revision.ShouldBe(3);
    }

    public static TheoryData<string, ChangeEvent> Faulty => new()
    {
        { "name", Nothing with { Name = "" } },
        { "name", Nothing with { Cleared = ["name"] } },
        { "periodEnd", Nothing with { PeriodEnd = Some.Now.AddSeconds(-1) } },
        { "periodEnd", Nothing with { PeriodEnd = Some.Now.AddDays(-2) } },
        { "periodEnd", Nothing with { PeriodStart = Some.Now.AddDays(2) } },
        { "timeZone", Nothing with { TimeZone = "Nowhere" } },
        { "approvalDeadlineSeconds", Nothing with { Approval = ApprovalMode.Auto, ApprovalDeadlineSeconds = 5 } },
        { "approvalDeadlineSeconds", Nothing with { ApprovalDeadlineSeconds = 0 } },
        { "fourEyes", Nothing with { FourEyes = true, Approval = ApprovalMode.Auto } },
        { "claimLimit.max", Nothing with { ClaimLimit = new ClaimLimit(ClaimSpan.Once, 0) } },
        { "requestLimit", Nothing with { RequestLimit = 0 } },
        { "pointBudget", Nothing with { PointBudget = -5 } },
    };

    [Theory]
    [MemberData(nameof(Faulty))]
    public void A_faulty_field_is_refused_by_its_name(string field, ChangeEvent message)
    {
        var e = Some.Event(EventStatus.Draft);

        var decision = ChangeEventConsumer.Decide(e, message, Some.Now);

        decision.Save.ShouldBeFalse();
        decision.Refusal!.Code.ShouldBe("VALIDATION_FAILED");
        decision.Refusal.Errors!.Keys.ShouldBe([field]);
    }

    [Fact]
    public void Past_its_end_a_draft_is_activated_only_with_a_later_one()
    {
        var e = Some.Event(EventStatus.Draft);
        var late = e.Terms.PeriodEnd!.Value.AddSeconds(1);

        ChangeEventConsumer.Decide(e, Nothing with { Status = EventStatus.Active }, late).Refusal!.Code.ShouldBe("INVALID_STATE");
        ChangeEventConsumer.Decide(e, Nothing with { Status = EventStatus.Active, PeriodEnd = late.AddDays(1) }, late).ShouldBe(Decision.Changed);
    }

    [Fact]
    public void An_event_is_archived_from_any_status_once()
    {
        foreach (var status in Enum.GetValues<EventStatus>())
        {
            var e = Some.Event(status);
            ArchiveEventConsumer.Decide(e, Guid.NewGuid().ToString(), Some.Now).Save.ShouldBe(status != EventStatus.Archived);
            e.Status.ShouldBe(EventStatus.Archived);
            ArchiveEventConsumer.Decide(e, Guid.NewGuid().ToString(), Some.Now).ShouldBe(Decision.Unchanged);
        }
    }

    [Theory]
    [InlineData(EventStatus.Draft, false)]
    [InlineData(EventStatus.Active, true)]
    [InlineData(EventStatus.Paused, true)]
    [InlineData(EventStatus.Ended, false)]
    [InlineData(EventStatus.Archived, false)]
    public void Past_its_end_an_active_or_paused_event_ends(EventStatus status, bool ends)
    {
        var e = Some.Event(status);
        var end = e.Terms.PeriodEnd!.Value;

        EndDueEvents.Decide(e, end.AddTicks(-1)).ShouldBe(Decision.Unchanged);
        EndDueEvents.Decide(e, end).Save.ShouldBe(ends);

        e.Status.ShouldBe(ends ? EventStatus.Ended : status);
        e.EndsAt.ShouldBeNull();
    }

    [Fact]
    public void A_command_that_comes_again_does_not_undo_a_later_one()
    {
        var e = Some.Event();
        var (first, second, unchanged) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        Name(unchanged, e.Terms.Name).ShouldBe(Decision.Changed, "it is remembered though it changed nothing");
        e.Revision.ShouldBe(1);
        Name(first, "First").ShouldBe(Decision.Changed);
        Name(second, "Second").ShouldBe(Decision.Changed);

        Name(first, "First").ShouldBe(Decision.Unchanged);
        Name(unchanged, "as before").ShouldBe(Decision.Unchanged);

        e.Terms.Name.ShouldBe("Second");
        e.Revision.ShouldBe(3);

        Decision Name(Guid command, string name) =>
            e.Once(command, document => ChangeEventConsumer.Decide(document, Nothing with { Name = name }, Some.Now));
    }

    [Fact]
    public void A_refused_command_is_not_remembered_and_of_many_the_last_are()
    {
        var e = Some.Event();
        var refused = Guid.NewGuid();
        e.Once(refused, _ => Refusals.StaleVersion).Refusal!.Code.ShouldBe("STALE_VERSION");
        e.Commands.ShouldBeEmpty();

        var commands = Enumerable.Range(0, 20).Select(_ => Guid.NewGuid()).ToList();
        commands.ForEach(command => e.Once(command, _ => Decision.Unchanged));

        e.Commands.ShouldBe(commands.AsEnumerable().Reverse().Take(16));
    }
}
