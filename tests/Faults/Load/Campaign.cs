using System.Net;
using Drills.Load;
using Drills.Receivers;

namespace Faults.Load;

/// <summary>One event of a round, with one reward.</summary>
public sealed record Campaign(CampaignKind Kind, string EventId, string RewardId)
{
    public const int Stock = 20;
    public const int Budget = 250;
    public const int Points = 10;
    public const int RequestLimit = 20;
    public const int Purchases = 3;

    /// <summary>The statuses of a request that goes on by itself.</summary>
    public string[] UnderWay => Kind == CampaignKind.Manual ? ["APPROVED"] : ["PENDING", "APPROVED"];

    public static IReadOnlyList<string> Codes(string round) => [.. Enumerable.Range(0, Stock).Select(i => $"{round}-{i:00}")];

    /// <param name="receiver">Where grants of the delivered kind are posted.</param>
    public static async Task<Campaign> Create(CarefulClient admin, CampaignKind kind, string round, string receiver)
    {
        var e = await admin.Post("/events", TermsOf(kind, round), HttpStatusCode.Created);
        var reward = await admin.Post($"/events/{e.Text("id")}/rewards", RewardOf(kind, round, receiver), HttpStatusCode.Created);
        return new Campaign(kind, e.Text("id"), reward.Text("id"));
    }

    private static Dictionary<string, object?> TermsOf(CampaignKind kind, string round)
    {
        var terms = new Dictionary<string, object?> { ["name"] = $"{kind} {round}", ["periodStart"] = "2026-01-01T00:00:00Z", ["status"] = "ACTIVE" };
        switch (kind)
        {
            case CampaignKind.Budget:
                terms["pointBudget"] = Budget;
                break;
            case CampaignKind.RequestLimit:
                terms["requestLimit"] = RequestLimit;
                break;
            case CampaignKind.Manual:
                terms["approval"] = "MANUAL";
                break;
            case CampaignKind.Condition:
                terms["condition"] = new { fact = "purchase", measure = "COUNT", op = ">=", value = Purchases };
                break;
        }

        return terms;
    }

    private static object RewardOf(CampaignKind kind, string round, string receiver) => kind switch
    {
        CampaignKind.Stock => new { type = "ITEM", name = "sword", itemId = "sword", quantity = 1, stock = Stock },
        CampaignKind.CouponList => new { type = "COUPON", name = "codes", couponCodes = Codes(round), expiry = "2099-01-01T00:00:00Z" },
        CampaignKind.Delivered => new { type = "BADGE", name = "sent", badgeId = $"b-{round}", delivery = new { url = receiver, secret = WebhookReceiver.Secret } },
        _ => new { type = "POINT", name = "points", points = Points },
    };
}

public enum CampaignKind
{
    Plain,
    Stock,
    CouponList,
    Budget,
    RequestLimit,
    Manual,
    Condition,
    Delivered,
}
