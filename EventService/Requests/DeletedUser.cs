using Documents;

namespace EventService.Requests;

/// <summary>There once a user's account is deleted. Its id is the user id.</summary>
internal sealed class DeletedUser : Document
{
    public static readonly Schema<DeletedUser> Schema = new("deleted_users");

    public required DateTimeOffset At { get; init; }
}
