namespace Contracts.Granting;

/// <summary>From EventService before it adds a reward with codes of its own: a part of the list. Sending it again changes nothing.
/// Answered with CouponCodesAdded.</summary>
public sealed record AddCouponCodes(Guid RewardId, int Chunk, IReadOnlyList<string> Codes)
{
    /// <summary>Codes in every part but the last, which may have fewer.</summary>
    public const int PartSize = 500;
}
