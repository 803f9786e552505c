using Documents;

namespace EventService.Users;

/// <summary>
/// There once a user's account is deleted; its id is the user id. It is stored before what he has left is ended and erased: what
/// is stored too late to be found by that finds this.
/// </summary>
internal sealed class DeletedUser : Document
{
    public static readonly Schema<DeletedUser> Schema = new("deleted_users");

    public required DateTimeOffset At { get; init; }
}
