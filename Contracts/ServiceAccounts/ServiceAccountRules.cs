using Contracts.Users;

namespace Contracts.ServiceAccounts;

/// <summary>The bounds of what an administrator says of a service account.</summary>
public static class ServiceAccountRules
{
    public const int MostOverlapSeconds = 7 * 24 * 3600;

    private const int MostName = 100;

    public static FieldFaults ServiceAccount(
        this FieldFaults faults, string? name, IReadOnlyList<string?>? permissions, DateTimeOffset? expiresAt, DateTimeOffset now)
    {
        faults
            .Text(name, "name", MostName)
            .AddIf(name?.Any(char.IsControl) == true, "name", "has no control characters.")
            .AddIf(permissions is { Count: 0 }, "permissions", "has at least one permission.")
            .AddIf(permissions?.Distinct().Count() < permissions?.Count, "permissions", "has no permission twice.")
            .AddIf(expiresAt <= now, "expiresAt", "lies in the future.");
        foreach (var (index, permission) in (permissions ?? []).Index().Take(Permissions.All.Count + 1))
        {
            faults.AddIf(permission is null || !Permissions.All.Contains(permission), $"permissions[{index}]", "is one of those that GET /permissions lists.");
        }

        return faults;
    }

    public static FieldFaults Overlap(this FieldFaults faults, int? seconds) => faults
        .AddIf(seconds is < 0 or > MostOverlapSeconds, "overlapSeconds", $"is a whole number from 0 to {MostOverlapSeconds}.");
}
