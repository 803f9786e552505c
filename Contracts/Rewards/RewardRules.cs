using Texts;

namespace Contracts.Rewards;

/// <summary>The bounds of a reward besides its value's.</summary>
public static class RewardRules
{
    private const int MaxName = 200;
    private const int MaxStock = 1_000_000_000;
    private const int MaxCodes = 100_000;
    private const int MaxCode = 100;
    private const string Codes = "couponCodes";
    private const string EachOnce = "has each code once, in whatever case.";

    /// <param name="codes">One for each unit; null when the reward has no list of them.</param>
    /// <param name="areSealed">The codes are: their form was judged before that.</param>
    public static void CheckNew(
        FieldFaults faults, string? name, RewardFields value, int? stock, int? lowStockAt, IReadOnlyList<string?>? codes, bool areSealed = false)
    {
        Check(faults, name, stock, lowStockAt, leastStock: 1);
        faults.AddIf(lowStockAt is not null && stock is null && codes is null, "lowStockAt", "goes with stock or couponCodes only.");
        if (codes is null)
        {
            return;
        }

        faults.AddIf(value.Type is not (null or RewardType.Coupon), Codes, "goes with COUPON only.")
            .AddIf(value.CouponCode is not null, Codes, "does not go with couponCode.")
            .AddIf(stock is not null, "stock", "does not go with couponCodes: it is their number.")
            .AddIf(lowStockAt > codes.Count, "lowStockAt", "is at most the number of couponCodes.")
            .AddIf(codes.Count is 0 or > MaxCodes, Codes, $"has 1 to {MaxCodes} codes.");
        if (areSealed)
        {
            CheckSealed(faults, codes);
        }
        else
        {
            CheckCodes(faults, codes);
        }
    }

    /// <summary>What is left of a stock may be nothing. Name, stock, lowStockAt: null when they are not given.</summary>
    public static void CheckChange(FieldFaults faults, string? name, int? stock, int? lowStockAt, bool unlimited)
    {
        Check(faults, name, stock, lowStockAt, leastStock: 0);
        faults.AddIf(lowStockAt is not null && unlimited, "lowStockAt", "goes with stock only.");
    }

    private static void CheckCodes(FieldFaults faults, IReadOnlyList<string?> codes) => faults
        .AddIf(codes.Any(code => code is null || !Characters.Identify(code, MaxCode)), Codes, $"has codes of which each {FieldFaults.IdentifierRule(MaxCode)}")
        .AddIf(codes.OfType<string>().Select(CouponValue.Identity).Distinct().Count() < codes.Count(code => code is not null), Codes, EachOnce);

    private static void CheckSealed(FieldFaults faults, IReadOnlyList<string?> codes)
    {
        var found = codes.Select(SealedCode.Find).OfType<SealedCode>().ToList();
        faults
            .AddIf(found.Count < codes.Count, Codes, "has codes that are not sealed.")
            .AddIf(found.Select(code => code.Hashes[0]).Distinct().Count() < found.Count, Codes, EachOnce);
    }

    private static void Check(FieldFaults faults, string? name, int? stock, int? lowStockAt, int leastStock) => faults
        .Text(name, "name", MaxName)
        .Range(stock, "stock", leastStock, MaxStock)
        .Range(lowStockAt, "lowStockAt", 0, stock ?? MaxStock);
}
