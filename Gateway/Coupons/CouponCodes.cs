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

    /// <summary>What was read, with the codes in it readable; null where the key of one is not configured.</summary>
    public T Show<T>(IHasCodes<T> read)
    {
        var unreadable = 0;
        var shown = read.WithCodes(stored =>
        {
            var code = Open(stored);
            unreadable += code is null ? 1 : 0;
            return code;
        });
        if (unreadable > 0)
        {
            logger.LogError("{Count} coupon codes of an answer cannot be decrypted: configure the keys that they were encrypted with", unreadable);
        }

        return shown;
    }

    /// <summary>Null when the key that it was sealed with is not configured.</summary>
    public string? Open(string stored) =>
        SealedCode.Find(stored) is { } code && cipher.TryOpen(code.Box, SealedCode.Purpose, out var readable) ? readable : null;
}
