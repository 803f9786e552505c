using Contracts;

namespace CampaignService;

/// <summary>The refusals of this service: a stable code each, and a sentence.</summary>
internal static class Refusals
{
    public static readonly Refused NoPlatform = new(Codes.NotFound, "There is no such platform.");

    public static readonly Refused NoOwner = new(Codes.NotFound, "There is no such user or team any more.");

    public static readonly Refused NoConfig = new(Codes.NotFound, "There is no such configuration.");

    public static readonly Refused NoAccount = new(Codes.NotFound, "No such account is connected.");

    public static readonly Refused NoCampaign = new(Codes.NotFound, "There is no such campaign.");

    public static readonly Refused NoSync = new(Codes.NotFound, "There is no such sync.");

    public static readonly Refused NotConnected = new(Codes.NotConnected, "No such account is connected and active: connect it, or make it active.");

    public static readonly Refused SyncRunning = new(Codes.SyncRunning, "A sync of it runs: wait for its end.");

    public static readonly Refused ConfigInUse =
        new(Codes.ConfigInUse, "This configuration is the current one, and accounts are connected. Make another one current first.");

    public static readonly Refused TooManyConfigs = new(Codes.InvalidState, "There are fifty configurations of this platform already. Delete one of them first.");

    public static readonly Refused TooManyAccounts = new(Codes.InvalidState, "A thousand accounts are connected here: that is as many as there can be.");

    public static readonly Refused KeyUnavailable =
        new(Codes.KeyUnavailable, "The stored credentials of this account cannot be opened: their key is not configured here any more, or they were changed. Store them again.");
}
