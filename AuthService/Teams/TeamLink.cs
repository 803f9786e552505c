using Documents;

namespace AuthService.Teams;

/// <summary>
/// That a team may have to do with a user, or with an address: written before the team is, so that none is missing. Whether it has,
/// the team itself says.
/// </summary>
internal sealed class TeamLink : Document
{
    public static readonly Schema<TeamLink> Schema = new Schema<TeamLink>("team_links").Index(l => l.Key, l => l.CreatedAt);

    /// <summary><see cref="KeyOf"/> a user, or <see cref="Users.HiddenAddresses.KeyOf"/> an address.</summary>
    public required string Key { get; init; }

    public required Guid TeamId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public static string KeyOf(Guid userId) => $"user:{userId}";

    public static TeamLink Of(string key, Guid teamId, DateTimeOffset now) =>
        new() { Id = $"{key}/{teamId}", Key = key, TeamId = teamId, CreatedAt = now };
}
