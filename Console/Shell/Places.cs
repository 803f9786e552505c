using System.Reflection;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace OperatorsConsole.Shell;

/// <summary>Where the menu leads. For whom a place is, its page says.</summary>
/// <param name="Address">Below the console's path.</param>
/// <param name="Key">After <c>g</c>, on the keyboard.</param>
public sealed record Place(string Name, string Address, char Key, string Icon);

public static class Places
{
    public static readonly IReadOnlyList<Place> All =
    [
        new("Today", "", 't', Icons.Material.Outlined.Today),
        new("Events", "events", 'e', Icons.Material.Outlined.Event),
        new("Approvals", "approvals", 'a', Icons.Material.Outlined.FactCheck),
        new("Requests", "requests", 'r', Icons.Material.Outlined.Inbox),
        new("Stock", "rewards", 's', Icons.Material.Outlined.Inventory2),
        new("Live", "live", 'v', Icons.Material.Outlined.Sensors),
        new("Campaigns & connections", "connections", 'c', Icons.Material.Outlined.Campaign),
        new("Users", "users", 'u', Icons.Material.Outlined.People),
        new("Service accounts", "service-accounts", 'b', Icons.Material.Outlined.SmartToy),
        new("Operations", "operations", 'o', Icons.Material.Outlined.MonitorHeart),
        new("Audit", "audit", 'l', Icons.Material.Outlined.History),
        new("Earn", "earn", 'n', Icons.Material.Outlined.EmojiEvents),
        new("My wallet", "wallet", 'i', Icons.Material.Outlined.Wallet),
        new("Teams", "teams", 'w', Icons.Material.Outlined.Groups),
        new("My account", "profile", 'm', Icons.Material.Outlined.Person),
    ];

    /// <summary>Every page, with the template of each of its addresses.</summary>
    internal static readonly IReadOnlyList<(Type Page, string Template)> Pages =
        [.. typeof(Places).Assembly.GetTypes().SelectMany(page => page.GetCustomAttributes<RouteAttribute>(inherit: false).Select(route => (page, route.Template)))];

    private static readonly Dictionary<string, AudienceAttribute> Audiences = All.ToDictionary(place => place.Address, AudienceOf);

    public static IEnumerable<Place> For(Reader reader) => All.Where(place => Audiences[place.Address].Has(reader));

    private static AudienceAttribute AudienceOf(Place place) =>
        AudienceAttribute.Of(Pages.Single(page => page.Template == $"/{place.Address}").Page)
        ?? throw new InvalidOperationException($"The page at /{place.Address} does not say for whom it is.");
}
