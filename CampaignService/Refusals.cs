using Contracts;

namespace CampaignService;

/// <summary>The refusals of this service: a stable code each, and a sentence.</summary>
internal static class Refusals
{
    public static readonly Refused NoPlatform = new(Codes.NotFound, "There is no such platform.");

    public static readonly Refused NoAccount = new(Codes.NotFound, "There is no such account.");

    public static readonly Refused KeyUnavailable =
        new(Codes.KeyUnavailable, "The stored credentials of this account cannot be opened: their key is not configured here any more. Store them again.");
}
