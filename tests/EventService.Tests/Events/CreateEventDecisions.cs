using Contracts.Events;
using EventService.Events;

namespace EventService.Tests.Events;

public sealed class CreateEventDecisions
{
    private static readonly CreateEvent Valid = Some.CreateEvent(Some.Now);

    [Fact]
    public void A_valid_event_starts_at_version_1_with_what_was_given()
    {
        var (e, refusal) = CreateEventConsumer.Decide(Valid with { ApprovalDeadlineSeconds = 60, Description = "All of May" }, Some.Now);

        refusal.ShouldBeNull();
        e!.ToDetails().ShouldBe(new EventDetails(
            Valid.EventId, "Spring", "All of May", null, Valid.PeriodStart, Valid.PeriodEnd, "Europe/Berlin", EventStatus.Active,
            ApprovalMode.Manual, 60, false, null, null, null, Some.Now, Some.Now, 1));
    }

    public static TheoryData<string, CreateEvent> Faulty => new()
    {
        { "name", Valid with { Name = "" } },
        { "name", Valid with { Name = "  " } },
        { "name", Valid with { Name = new string('x', 201) } },
        { "periodEnd", Valid with { PeriodEnd = Valid.PeriodStart } },
        { "periodEnd", Valid with { PeriodEnd = Some.Now } },
        { "timeZone", Valid with { TimeZone = "Mars/Olympus" } },
        { "timeZone", Valid with { TimeZone = "" } },
        { "timeZone", Valid with { TimeZone = "/etc/localtime" } },
        { "timeZone", Valid with { TimeZone = "../zoneinfo/UTC" } },
        { "timeZone", Valid with { TimeZone = "posix/Europe/Berlin" } },
        { "timeZone", Valid with { TimeZone = "W. Europe Standard Time" } },
        { "status", Valid with { Status = EventStatus.Paused } },
        { "status", Valid with { Status = EventStatus.Ended } },
        { "status", Valid with { Status = EventStatus.Archived } },
        { "approvalDeadlineSeconds", Valid with { ApprovalDeadlineSeconds = 0 } },
        { "approvalDeadlineSeconds", Valid with { ApprovalDeadlineSeconds = 31_536_001 } },
        { "approvalDeadlineSeconds", Valid with { ApprovalDeadlineSeconds = 60, Approval = ApprovalMode.Auto } },
        { "fourEyes", Valid with { FourEyes = true, Approval = ApprovalMode.Auto } },
        { "claimLimit.per", Valid with { ClaimLimit = new ClaimLimit("MONTH", 1) } },
        { "claimLimit.max", Valid with { ClaimLimit = new ClaimLimit("DAY", 1001) } },
        { "requestLimit", Valid with { RequestLimit = 0 } },
        { "pointBudget", Valid with { PointBudget = 0 } },
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
            Valid with { Name = "", TimeZone = "?", PeriodStart = Some.Now, PeriodEnd = Some.Now.AddSeconds(-1) }, Some.Now);

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
        CreateEventConsumer.Decide(Valid with { TimeZone = timeZone }, Some.Now).Refusal.ShouldBeNull();

    [Fact]
    public void A_period_may_be_open_and_may_start_later() =>
        CreateEventConsumer.Decide(Valid with { PeriodStart = Some.Now.AddDays(3), PeriodEnd = null }, Some.Now).Refusal.ShouldBeNull();
}
