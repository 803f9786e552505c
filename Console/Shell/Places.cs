using MudBlazor;

namespace OperatorsConsole.Shell;

/// <summary>Where the menu leads.</summary>
/// <param name="Address">Below the console's path.</param>
/// <param name="Key">After <c>g</c>, on the keyboard.</param>
/// <param name="Permission">Who has none of it does not see the place. Null: it is for everybody.</param>
public sealed record Place(string Name, string Address, char Key, string Icon, string? Permission);

public static class Places
{
    private static readonly IReadOnlyList<Place> All =
    [
        new("Today", "", 't', Icons.Material.Outlined.Today, null),
        new("Events", "events", 'e', Icons.Material.Outlined.Event, Permission.EventsRead),
        new("Approvals", "approvals", 'a', Icons.Material.Outlined.FactCheck, Permission.RequestsDecide),
        new("Requests", "requests", 'r', Icons.Material.Outlined.Inbox, Permission.RequestsRead),
        new("Stock", "rewards", 's', Icons.Material.Outlined.Inventory2, Permission.RewardsWrite),
        new("Live", "live", 'v', Icons.Material.Outlined.Sensors, Permission.ActivitiesRead),
        new("Campaigns & connections", "connections", 'c', Icons.Material.Outlined.Campaign, null),
        new("Users", "users", 'u', Icons.Material.Outlined.People, Permission.UsersRead),
        new("Service accounts", "service-accounts", 'b', Icons.Material.Outlined.SmartToy, Permission.UsersRead),
        new("Operations", "operations", 'o', Icons.Material.Outlined.MonitorHeart, Permission.AuditRead),
        new("Audit", "audit", 'l', Icons.Material.Outlined.History, Permission.AuditRead),
        new("Teams", "teams", 'w', Icons.Material.Outlined.Groups, null),
        new("My account", "profile", 'm', Icons.Material.Outlined.Person, null),
    ];

    public static IEnumerable<Place> For(Reader reader) => All.Where(place => place.Permission is null || reader.May(place.Permission));
}
