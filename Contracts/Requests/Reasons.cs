namespace Contracts.Requests;

/// <summary>The reasons that the platform itself gives, on the timeline of a request and for what it does not grant; any other is a person's.</summary>
public static class Reasons
{
    public const string ApprovalExpired = "APPROVAL_EXPIRED";
    public const string BudgetExhausted = "BUDGET_EXHAUSTED";
    public const string CouponExpired = "COUPON_EXPIRED";

    /// <summary>Of a request that was restored from before an end that its fulfilment remembers.</summary>
    public const string DecidedBefore = "DECIDED_BEFORE";

    public const string DeliveryFailed = "DELIVERY_FAILED";

    /// <summary>Of an approval that another operator must confirm.</summary>
    public const string FirstApproval = "FIRST_APPROVAL";

    public const string OutOfStock = "OUT_OF_STOCK";

    /// <summary>Of a request that waited for a decision when its user's account was deleted.</summary>
    public const string UserDeleted = "USER_DELETED";
}
