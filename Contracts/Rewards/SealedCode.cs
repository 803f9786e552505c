using System.Buffers.Text;

namespace Contracts.Rewards;

/// <summary>
/// A coupon code as it is sent and stored: sealed by the Gateway, which opens it for whoever may read it, with keyed hashes
/// by which codes are told apart. Its text is <c>{hash}[,{hash}]~{box}</c>.
/// </summary>
public sealed class SealedCode
{
    /// <summary>What a cipher seals it for.</summary>
    public const string Purpose = "coupon code";

    private const char BetweenHashes = ',';
    private const char BeforeBox = '~';
    private const int MaxText = 2000;
    private const int HashSize = 12;

    /// <param name="hashes">Of <see cref="CouponValue.Identity"/>: by the present key, and by each that was present earlier.</param>
    /// <param name="box">The code, as the cipher seals it.</param>
    public SealedCode(IReadOnlyList<string> hashes, string box) => (Hashes, Box) = (hashes, box);

    public IReadOnlyList<string> Hashes { get; }

    public string Box { get; }

    /// <summary>Null when the text is not of this form, as that of a code which was stored before codes were sealed.</summary>
    public static SealedCode? Find(string? text) =>
        text is { Length: <= MaxText }
        && text.Split(BeforeBox) is [var hashes, { Length: > 0 } box]
        && hashes.Split(BetweenHashes) is var all
        && all.All(hash => Base64Url.IsValid(hash, out var size) && size == HashSize)
            ? new SealedCode(all, box)
            : null;

    /// <summary>Whether two texts are of one code.</summary>
    public static bool AreSame(string? one, string? other) =>
        one == other || (Find(one) is { } first && Find(other) is { } second && first.Hashes.Intersect(second.Hashes).Any());

    public override string ToString() => $"{string.Join(BetweenHashes, Hashes)}{BeforeBox}{Box}";
}
