using System.Net;
using OperatorsConsole.Shell;

namespace OperatorsConsole.Connections;

/// <summary>Whose connections a screen is about.</summary>
/// <param name="Name">As a heading says it.</param>
/// <param name="MayChange">Where credentials are sent, and what they are, its owner alone says.</param>
/// <param name="IsMine">The reader, or a team of his.</param>
public sealed record ConnectionOwner(bool IsTeam, Guid Id, string Name, bool MayChange, bool IsMine = false)
{
    /// <summary>Of its platforms; one of them follows.</summary>
    public string Address => AddressOf(IsTeam, Id);

    public static string AddressOf(bool isTeam, Guid id) => $"connections/{(isTeam ? "teams" : "users")}/{id}";

    public static ConnectionOwner Of(TeamSummary team)
    {
        ArgumentNullException.ThrowIfNull(team);
        return new ConnectionOwner(IsTeam: true, team.Id, team.Name, Manages(team.Role), IsMine: team.Role is not null);
    }

    public static ConnectionOwner Of(Reader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return new ConnectionOwner(IsTeam: false, reader.User.Id, "My own", MayChange: true, IsMine: true);
    }

    /// <exception cref="ProblemException">There is none, or it is not for this reader.</exception>
    public static async Task<ConnectionOwner> Find(MessagingClient client, Reader reader, bool isTeam, Guid id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(reader);
        if (isTeam)
        {
            return await FindTeam(client, reader, id, cancellationToken);
        }

        return id == reader.User.Id ? Of(reader)
            : new ConnectionOwner(isTeam, id, reader.May(Permission.UsersRead) ? (await client.Users.Get(id, cancellationToken)).Email : $"User {ShortId.Of(id)}", MayChange: false);
    }

    public Owner ToOwner() => IsTeam ? Owner.Team(Id) : Owner.User(Id);

    /// <summary>Who reads campaigns of everybody does not see each team.</summary>
    private static async Task<ConnectionOwner> FindTeam(MessagingClient client, Reader reader, Guid id, CancellationToken cancellationToken)
    {
        try
        {
            var team = await client.Teams.Get(id, cancellationToken);
            return new ConnectionOwner(IsTeam: true, id, team.Name, Manages(team.Role), IsMine: team.Role is not null);
        }
        catch (ProblemException e) when (e.Status == HttpStatusCode.NotFound && reader.May(Permission.CampaignsRead))
        {
            return new ConnectionOwner(IsTeam: true, id, $"Team {ShortId.Of(id)}", MayChange: false);
        }
    }

    private static bool Manages(TeamRole? role) => role is TeamRole.Owner or TeamRole.Admin;
}
