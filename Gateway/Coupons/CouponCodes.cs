using Contracts.Rewards;
using Hosting.Secrets;
using Texts;

namespace Gateway.Coupons;

/// <summary>Seals coupon codes as they come in, and shows them as they go out: between the two nothing holds one readable.</summary>
internal sealed class CouponCodes(SecretCipher cipher, ILogger<CouponCodes> logger)
{
    public string Seal(string code)
    {
        var composed = Composed.Of(code);
        return new SealedCode(
            cipher.Hash(CouponValue.Identity(composed)), cipher.Hash(composed)[0], cipher.Seal(composed, SealedCode.Purpose)).ToString();
    }

    public RewardFields Seal(RewardFields given) => given.CouponCode is { } code ? given with { CouponCode = Seal(code) } : given;

    /// <summary>Null when the key that it was sealed with is not configured.</summary>
    public string? Show(string stored)
    {
        if (SealedCode.Find(stored) is { } code && cipher.TryOpen(code.Box, SealedCode.Purpose, out var readable))
        {
            return readable;
        }

        logger.LogError("A coupon code cannot be decrypted: configure the key that it was encrypted with");
        return null;
    }
}
