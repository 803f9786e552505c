using Contracts;
using Contracts.Events;
using Contracts.Requests;
using Contracts.Rewards;
using Contracts.Users;
using EventService.Events;
using EventService.Requests;
using EventService.Terms;

namespace EventService.Tests;

/// <summary>Callers, and what is stored of events and requests.</summary>
internal static class SomeDocuments
{
    extension(Some)
    {
        public static PointValue Points => new(100);

        public static CouponValue Coupon => new(Some.Sealed("SPRING"), Some.Now.AddYears(90));

        public static Caller User(params Role[] more) => new(Guid.NewGuid(), [Role.User, .. more]);

        public static EventDocument Event(EventStatus status = EventStatus.Active, params RewardValue[] rewards)
        {
            var e = CreateEventConsumer.Decide(Some.CreateEvent(Some.Now), Some.Now).Event!;
            e.Status = status;
            e.Rewards.AddRange((rewards.Length == 0 ? [Some.Points] : rewards).Select(value => Some.Reward(value)));
            return e;
        }

        public static Reward Reward(RewardValue? value = null) => new(Guid.NewGuid(), "A reward", value ?? Some.Points, false, Some.Now, Some.Now);

        public static RewardRequest NewRequest(EventDocument e) =>
            RewardRequest.Create(new NewRequest(Guid.NewGuid(), Guid.NewGuid(), e, RewardTermsDocument.Of(e), null, Some.Now));

        /// <summary>A request as it is loaded: what its insert raised has been sent.</summary>
        public static RewardRequest Request(
            RequestStatus status = RequestStatus.Pending,
            EventDocument? e = null,
            ApprovalMode approval = ApprovalMode.Manual,
            DateTimeOffset? deadline = null)
        {
            var created = Some.NewRequest(e ?? Some.Event());
            return new RewardRequest
            {
                Id = created.Id,
                EventId = created.EventId,
                UserId = created.UserId,
                Status = status,
                EventRevision = created.EventRevision,
                Approval = approval,
                ApprovalDeadline = deadline,
                TermsId = created.TermsId,
                Rewards = created.Rewards,
                Timeline = created.Timeline,
                CreatedAt = created.CreatedAt,
                UpdatedAt = created.UpdatedAt,
                StalledAt = created.StalledAt,
            };
        }
    }
}
