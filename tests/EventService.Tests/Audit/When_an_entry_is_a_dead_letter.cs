using Bus.DeadLetters;
using Contracts.Audit;
using Contracts.Events;
using EventService.Audit;
using Testing;

namespace EventService.Tests.Audit;

public sealed class When_an_entry_is_a_dead_letter(RunningEventService service) : IClassFixture<RunningEventService>
{
    [Fact]
    public async Task Verification_finds_it_missing_until_it_is_appended()
    {
        service.Get<WorkQueues>().Names.ShouldContain(AuditExtensions.Queue);
        await service.Ask<CreateEvent, EventDetails>(Some.CreateEvent(service.Now));
        await Wait.Until(async () => (await Verify()).Upto == 1, "the entry");
        (await Verify()).FirstBroken.ShouldBeNull();

        service.Get<KnownDeadLetters>().Counts[AuditExtensions.Queue] = 1;
        (await Verify()).FirstBroken.ShouldBe(2);

        service.Get<KnownDeadLetters>().Counts.Clear();
        (await Verify()).FirstBroken.ShouldBeNull();
    }

    private async Task<AuditLogVerified> Verify() => (await service.Ask<VerifyAuditLog, AuditLogVerified>(new VerifyAuditLog(0, null, 100))).Details!;
}
