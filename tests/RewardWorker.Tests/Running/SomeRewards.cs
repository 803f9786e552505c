using Contracts.Events;
using Contracts.Requests;
using Contracts.Rewards;
using RewardWorker.Ledger;

namespace RewardWorker.Tests.Running;

/// <summary>Rewards to grant, and requests for them.</summary>
internal static class SomeRewards
{
    extension(Some)
    {
        public static RewardToGrant Points(long points = 100) => Some.Reward(new PointValue(points));

        public static RewardToGrant Item(string itemId = "sword", int quantity = 2) => Some.Reward(new ItemValue(itemId, quantity));

        public static RewardToGrant Coupon(string code = "WELCOME") =>
            Some.Reward(new CouponValue(code, new DateTimeOffset(2031, 1, 1, 0, 0, 0, TimeSpan.Zero)));

        public static RewardToGrant Badge(string badgeId = "pioneer") => Some.Reward(new BadgeValue(badgeId));

        public static RewardToGrant Limited(int stock, int? lowStockAt = null, bool returnOnRevoke = false) =>
            Some.Item() with { Stock = new StockPolicy(stock, lowStockAt, CouponCodes: false), ReturnOnRevoke = returnOnRevoke };

        public static RewardToGrant CouponList(int codes, bool returnOnRevoke = false)
        {
            var reward = Some.Reward(new CouponValue(null, new DateTimeOffset(2031, 1, 1, 0, 0, 0, TimeSpan.Zero)));
            return reward with { Stock = new StockPolicy(codes, null, CouponCodes: true), ReturnOnRevoke = returnOnRevoke };
        }

        public static RewardToGrant Delivered(RewardToGrant reward) => reward with { Delivery = new RewardDelivery("https://shop.example/", "") };

        public static RewardToGrant Reward(RewardValue value) => new(Guid.NewGuid(), $"{value.Type} of the day", value);

        public static RewardRequested Request(ApprovalMode approval, params RewardToGrant[] rewards) =>
            new(Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), approval, null, rewards);

        public static GrantOrder Order(RewardRequested request, RewardToGrant reward) => new(request.RequestId, request.EventId, request.UserId, reward);

        /// <summary>For a request of its own.</summary>
        public static GrantOrder Order(RewardToGrant reward, Guid? userId = null, Guid? eventId = null) =>
            new(Guid.NewGuid(), eventId ?? Guid.NewGuid(), userId ?? Guid.NewGuid(), reward);

        public static RewardRequestApproved Approved(RewardRequested request) => new(request.RequestId, request.EventId, request.UserId, request.Rewards);
    }
}
