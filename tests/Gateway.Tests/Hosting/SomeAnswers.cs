using Contracts.Events;
using Contracts.Requests;
using Contracts.Rewards;
using Contracts.Sessions;
using Contracts.Users;
using Contracts.Wallets;

namespace Gateway.Tests.Hosting;

/// <summary>What services answer.</summary>
internal static class SomeAnswers
{
    extension(Some)
    {
        public static DateTimeOffset Time => new(2030, 1, 31, 12, 0, 0, TimeSpan.Zero);

        public static UserDetails User(Guid? id = null, params Role[] roles) =>
            new(id ?? Guid.NewGuid(), "ann@example.com", "Ann", roles.Length == 0 ? [Role.User] : roles, Some.Time, Some.Time);

        public static SessionStarted Session() => new("access", 900, "refresh", Some.Time.AddDays(7), Some.User());

        public static EventDetails Event(Guid? id = null, int version = 1) => new(
            id ?? Guid.NewGuid(), EventTerms.Default with { Name = "Spring", PeriodStart = Some.Time }, EventStatus.Draft, Some.Time, Some.Time, version);

        public static RewardDetails Reward(RewardValue? value = null, Guid? id = null, Guid? eventId = null) => new(
            id ?? Guid.NewGuid(), eventId ?? Guid.NewGuid(), "Points", value ?? new PointValue(10), null, null, null, false, Some.Time, Some.Time);

        public static RewardRequestDetails Request(Guid? id = null, Guid? userId = null, RequestStatus status = RequestStatus.Pending, string? coupon = null) => new(
            id ?? Guid.NewGuid(),
            Guid.NewGuid(),
            userId ?? Guid.NewGuid(),
            status,
            [new RequestedReward(Guid.NewGuid(), RewardType.Coupon, "Tea", coupon is not null, coupon)],
            [new TimelineEntry(Some.Time, RequestStatus.Pending, null, null)],
            Some.Time,
            Some.Time);

        public static WalletDetails Wallet(string? code = null) => new(30, [new WalletItem("sword", 2)], [new WalletCoupon(code, Some.Time)], ["first"]);

        public static LedgerPage Ledger() =>
            new([new LedgerEntry(Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), RewardType.Point, -10, Some.Time, Guid.NewGuid())], "next");
    }
}
