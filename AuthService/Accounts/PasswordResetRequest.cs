using Contracts.Users;
using Documents;

namespace AuthService.Accounts;

/// <summary>
/// That somebody asked for a new password, until it is looked whether there is such an account. It is written for whatever
/// address, and answered before anybody looks: so neither answer nor time tells.
/// </summary>
internal sealed class PasswordResetRequest : Document
{
    public static readonly Schema<PasswordResetRequest> Schema = new("password_reset_requests");

    public required string Email { get; init; }

    public static PasswordResetRequest Of(Guid id, string email)
    {
        var request = new PasswordResetRequest { Id = id.ToString(), Email = email };
        request.Raise(new PasswordResetRequested(id));
        return request;
    }
}
