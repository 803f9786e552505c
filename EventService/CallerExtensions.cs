using Contracts;
using Contracts.Users;

namespace EventService;

/// <summary>Of a role with one of these permissions all hold; a service account may have any of them alone.</summary>
internal static class CallerExtensions
{
    public static bool ReadsRequests(this Caller caller) => caller.May(Permissions.RequestsRead);

    /// <summary>Whoever reads the requests of others, or manages rewards, sees what else users do not: coupon codes.</summary>
    public static bool SeesCodes(this Caller caller) => caller.ReadsRequests() || caller.May(Permissions.RewardsWrite);

    /// <summary>As does who manages events: drafts and what is archived.</summary>
    public static bool SeesDrafts(this Caller caller) => caller.SeesCodes() || caller.May(Permissions.EventsWrite);
}
