using Bench.Load;
using Documents;

namespace Bench.Growth;

/// <param name="Path">Of a GET.</param>
internal sealed record Question(string Name, Caller By, string Path);

/// <summary>The first and a deep page of each list and search.</summary>
internal static class Questions
{
    /// <summary>The number of an event that has more requests than a page, however little is stored.</summary>
    private const int RequestedByMany = 49;

    /// <param name="user">Who has the coupons, and has requested the event.</param>
    /// <param name="stored">Half of it is behind the cursor of a deep page.</param>
    public static IReadOnlyList<Question> Of(Caller user, Caller admin, Population stored)
    {
        var behind = $"cursor={Uri.EscapeDataString(new Cursor(DocumentJson.TextOf(stored.Timeline.Middle)!, "~").ToString())}";
        var eventId = stored.Events[RequestedByMany].Event.Id;
        return
        [
            .. Both("events, USER", user, "/events"),
            .. Both("events, OPERATOR", admin, "/events"),
            .. Both("events, active", user, "/events?active=true"),
            .. Both("events, ended", user, "/events?status=ENDED"),
            .. Both("events, q of all", user, "/events?q=CAMPAIGN"),
            new("events, q of few", user, "/events?q=n%20000012"),
            new("events, q of none", user, "/events?q=nowhere"),
            .. Both("requests", admin, "/events/requests"),
            .. Both("requests, status", admin, "/events/requests?status=FULFILLED"),
            .. Both("requests, pending", admin, "/events/requests?status=PENDING"),
            .. Both("requests, event", admin, $"/events/requests?eventId={eventId}"),
            .. Both("requests, own", user, "/events/requests"),
            new("requests, own of event", user, $"/events/requests?eventId={eventId}"),
            .. Both("accounts", admin, "/users"),
            .. Both("accounts, part of all", admin, "/users?email=EXAMPLE"),
            new("accounts, part of few", admin, "/users?email=t-0000022"),
            new("accounts, part of none", admin, "/users?email=nowhere"),
            .. Both("activities", admin, $"/users/{user.UserId}/activities"),
            .. Both("activities, type", admin, $"/users/{user.UserId}/activities?type=login"),
            new("wallet of 500 coupons", user, "/me/wallet"),
            .. Both("ledger", user, "/me/ledger"),
            .. Both("audit", admin, "/audit"),
            .. Both("audit, actor", admin, $"/audit?actor={stored.Operator(1)}"),
            .. Both("audit, action", admin, "/audit?action=event.updated"),
            .. Both("audit, all three", admin, $"/audit?actor={stored.Operator(RequestedByMany % 5)}&action=reward.updated&target=event:{eventId}"),
        ];

        IEnumerable<Question> Both(string name, Caller by, string path) =>
            [new(name, by, path), new($"{name}, deep", by, $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{behind}")];
    }
}
