using Contracts.Events;
using EventService.Events;

namespace EventService.Tests.Events;

public sealed class Decisions_on_new_events
{
    private static readonly CreateEvent Valid = Some.CreateEvent(Some.Now);
    private static readonly EventTerms Terms = Valid.Terms;

    [Fact]
    public void A_valid_event_starts_at_version_1_with_what_was_given()
    {
        var (e, refusal) = CreateEventConsumer.Decide(With(Terms with { ApprovalDeadlineSeconds = 60, Description = "All of May" }), Some.Now);

        refusal.ShouldBeNull();
        e!.ToDetails(Some.Now).ShouldBe(new EventDetails(
            Valid.EventId, Terms with { ApprovalDeadlineSeconds = 60, Description = "All of May" }, EventStatus.Active, Some.Now, Some.Now, 1));
    }

    public static TheoryData<string, CreateEvent> Faulty => new()
    {
        { "name", With(Terms with { Name = "" }) },
        { "name", With(Terms with { Name = "  " }) },
        { "name", With(Terms with { Name = new string('x', 201) }) },
        { "periodEnd", With(Terms with { PeriodEnd = Terms.PeriodStart }) },
        { "periodEnd", With(Terms with { PeriodEnd = Some.Now }) },
        { "timeZone", With(Terms with { TimeZone = "Mars/Olympus" }) },
        { "timeZone", With(Terms with { TimeZone = "" }) },
        { "timeZone", With(Terms with { TimeZone = "/etc/localtime" }) },
        { "timeZone", With(Terms with { TimeZone = "../zoneinfo/UTC" }) },
        { "timeZone", With(Terms with { TimeZone = "posix/Europe/Berlin" }) },
        { "timeZone", With(Terms with { TimeZone = "W. Europe Standard Time" }) },
        { "status", Valid with { Status = EventStatus.Paused } },
        { "status", Valid with { Status = EventStatus.Ended } },
        { "status", Valid with { Status = EventStatus.Archived } },
        { "approvalDeadlineSeconds", With(Terms with { ApprovalDeadlineSeconds = 0 }) },
        { "approvalDeadlineSeconds", With(Terms with { ApprovalDeadlineSeconds = 31_536_001 }) },
        { "approvalDeadlineSeconds", With(Terms with { ApprovalDeadlineSeconds = 60, Approval = ApprovalMode.Auto }) },
        { "fourEyes", With(Terms with { FourEyes = true, Approval = ApprovalMode.Auto }) },
        { "claimLimit.max", With(Terms with { ClaimLimit = new ClaimLimit(ClaimSpan.Day, 1001) }) },
        { "requestLimit", With(Terms with { RequestLimit = 0 }) },
        { "pointBudget", With(Terms with { PointBudget = 0 }) },
    };

    [Theory]
    [MemberData(nameof(Faulty))]
    public void A_faulty_field_is_refused_by_its_name(string field, CreateEvent message)
    {
        var (e, refusal) = CreateEventConsumer.Decide(message, Some.Now);

        e.ShouldBeNull();
        refusal!.Code.ShouldBe("VALIDATION_FAILED");
        refusal.Errors!.Keys.ShouldBe([field]);
    }

    [Fact]
    public void Every_fault_is_named_at_once()
    {
        var (_, refusal) = CreateEventConsumer.Decide(
            With(Terms with { Name = "", TimeZone = "?", PeriodStart = Some.Now, PeriodEnd = Some.Now.AddSeconds(-1) }), Some.Now);

        refusal!.Errors!.Keys.ShouldBe(["name", "periodEnd", "timeZone"], ignoreOrder: true);
        refusal.Errors["periodEnd"].Length.ShouldBe(2);
    }

    [Theory]
    [InlineData("UTC")]
    [InlineData("Etc/UTC")]
    [InlineData("Asia/Tokyo")]
    [InlineData("America/Argentina/Buenos_Aires")]
    [InlineData("Etc/GMT+5")]
    public void An_IANA_time_zone_is_known(string timeZone) =>
        CreateEventConsumer.Decide(With(Terms with { TimeZone = timeZone }), Some.Now).Refusal.ShouldBeNull();

    [Fact]
    public void A_period_may_be_open_and_may_start_later() =>
        CreateEventConsumer.Decide(With(Terms with { PeriodStart = Some.Now.AddDays(3), PeriodEnd = null }), Some.Now).Refusal.ShouldBeNull();

    private static CreateEvent With(EventTerms terms) => Valid with { Terms = terms };
}
