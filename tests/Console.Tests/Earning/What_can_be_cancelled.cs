using OperatorsConsole.Earning;

namespace OperatorsConsole.Tests.Earning;

public sealed class What_can_be_cancelled
{
    private static readonly DateTimeOffset Asked = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(RequestStatus.Pending, ApprovalMode.Manual, 59, true)]
    [InlineData(RequestStatus.Pending, ApprovalMode.Manual, 60, false)]
    [InlineData(RequestStatus.Pending, ApprovalMode.Auto, 0, false)]
    [InlineData(RequestStatus.Approved, ApprovalMode.Manual, 0, false)]
    public void Waits_for_an_operator_who_may_still_decide(RequestStatus status, ApprovalMode approval, int after, bool can)
    {
        var request = new RewardRequest(Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), status, [], [], Asked, Asked);

        new OwnRequest(request, new AskedEvent("Harvest", approval, 60)).CanBeCancelled(Asked.AddSeconds(after)).ShouldBe(can);
    }
}
