using System.Buffers.Text;

namespace Contracts.Rewards;

/// <summary>
/// A coupon code as it is sent and stored: sealed by the Gateway, which opens it for whoever may read it, with keyed hashes
/// by which codes are told apart. Its text is <c>{hash}[,{hash}]~{hash of its spelling}~{box}</c>; a hash is 12 bytes in base64url.
/// </summary>
public sealed class SealedCode
{
    /// <summary>What a cipher seals it for.</summary>
    public const string Purpose = "coupon code";

    private const char BetweenHashes = ',';
    private const char BetweenParts = '~';
    private const int MaxText = 2000;
    private const int HashSize = 12;

    /// <param name="hashes">Of <see cref="CouponValue.Identity"/>: by the present key, and by each that was present earlier.</param>
    /// <param name="spelling">Of the code as it is shown, by the present key.</param>
    /// <param name="box">The code, as the cipher seals it.</param>
    public SealedCode(IReadOnlyList<string> hashes, string spelling, string box) => (Hashes, Spelling, Box) = (hashes, spelling, box);

    public IReadOnlyList<string> Hashes { get; }

    public string Spelling { get; }

    public string Box { get; }

    /// <summary>Null when the text is not of this form.</summary>
    public static SealedCode? Find(string? text) =>
        text is { Length: <= MaxText }
        && text.Split(BetweenParts) is [var hashes, var spelling, { Length: > 0 } box]
        && hashes.Split(BetweenHashes) is var all
        && all.Append(spelling).All(hash => Base64Url.IsValid(hash, out var size) && size == HashSize)
            ? new SealedCode(all, spelling, box)
            : null;

    /// <summary>Whether two texts are of codes of which only one may be given out.</summary>
    public static bool AreOneCode(string? one, string? other) =>
        Find(one) is { } first && Find(other) is { } second && first.Hashes.Intersect(second.Hashes).Any();

    /// <summary>Whether two texts show as the same: sealed anew, a code is another text.</summary>
    public static bool ShowTheSame(string? one, string? other) =>
        one == other || (Find(one) is { } first && Find(other) is { } second && first.Spelling == second.Spelling);

    public override string ToString() => $"{string.Join(BetweenHashes, Hashes)}{BetweenParts}{Spelling}{BetweenParts}{Box}";
}
