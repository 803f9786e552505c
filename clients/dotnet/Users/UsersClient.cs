namespace Messaging.Client;

/// <summary>Accounts: one's own, and those of others for administrators.</summary>
public sealed class UsersClient
{
    private readonly Api api;

    internal UsersClient(Api api) => this.api = api;

    /// <summary>Signs up. It is not tried again when its answer is lost: whether it was done, a login tells.</summary>
    /// <param name="password">8 characters or more, with an upper-case and a lower-case letter and a digit.</param>
    /// <exception cref="ProblemException">EMAIL_TAKEN, VALIDATION_FAILED.</exception>
    public Task<User> Register(string email, string password, string? name = null, CancellationToken cancellationToken = default) =>
        api.PostAnonymously<User>("/users", new { email, password, name }, cancellationToken);

    /// <summary>Accounts with this part in their address.</summary>
    public Pages<User> List(string? email = null) => api.List<User>("/users", Query.None.With("email", email));

    public Task<User> Get(Guid id, CancellationToken cancellationToken = default) => api.Get<User>($"/users/{id}", cancellationToken);

    /// <summary>Ends the account's access token; its session goes on with the new roles.</summary>
    public Task<User> ChangeRoles(Guid id, IReadOnlyCollection<Role> roles, CancellationToken cancellationToken = default) =>
        api.Put<User>($"/users/{id}/roles", new { roles }, cancellationToken);

    /// <summary>Deletes an account; its id stays in ledgers, requests and the audit log.</summary>
    public Task Delete(Guid id, CancellationToken cancellationToken = default) => api.Delete($"/users/{id}", cancellationToken);

    /// <summary>Takes the second factor of a user who has lost it.</summary>
    public Task ResetSecondFactor(Guid id, CancellationToken cancellationToken = default) => api.Delete($"/users/{id}/mfa", cancellationToken);

    /// <summary>Changes one's own name; null takes it away.</summary>
    public Task<User> ChangeName(string? name, CancellationToken cancellationToken = default) =>
        api.Patch<User>("/users/me", new { name = new Optional<string?>(name) }, cancellationToken);

    /// <summary>Sets one's own password and ends every session, this one too.</summary>
    public async Task ChangePassword(string currentPassword, string newPassword, CancellationToken cancellationToken = default)
    {
        await api.Put("/users/me/password", new { currentPassword, newPassword }, cancellationToken).ConfigureAwait(false);
        api.Credentials.Set(null);
    }

    /// <summary>All that is kept of oneself, as JSON; to be disposed of.</summary>
    public Task<Stream> Export(CancellationToken cancellationToken = default) => api.Stream(Api.Reading("/users/me/export"), cancellationToken);

    /// <summary>A secret for one's authenticator, in force once <see cref="ConfirmSecondFactor"/> had a code of it.</summary>
    public Task<SecondFactorSecret> BeginSecondFactor(CancellationToken cancellationToken = default) =>
        api.Post<SecondFactorSecret>("/users/me/mfa", null, cancellationToken);

    /// <summary>Puts the second factor in force and ends every other session.</summary>
    public Task<RecoveryCodes> ConfirmSecondFactor(string code, CancellationToken cancellationToken = default) =>
        api.Post<RecoveryCodes>("/users/me/mfa/confirm", new { code }, cancellationToken);

    /// <param name="code">Of the authenticator, or a recovery code.</param>
    public Task RemoveSecondFactor(string password, string code, CancellationToken cancellationToken = default) =>
        api.Delete("/users/me/mfa", cancellationToken, new { password, code });

    /// <param name="token">Of the link in the mail.</param>
    public Task VerifyEmail(string token, CancellationToken cancellationToken = default) => api.PostAnonymously("/auth/verify-email", new { token }, cancellationToken);

    public Task ResendVerification(CancellationToken cancellationToken = default) => api.Post("/auth/verify-email/resend", null, cancellationToken);

    /// <summary>Sends a mail with which to set a new password, if there is such an account.</summary>
    public Task ForgotPassword(string email, CancellationToken cancellationToken = default) => api.PostAnonymously("/auth/password/forgot", new { email }, cancellationToken);

    /// <param name="token">Of the link in the mail.</param>
    public Task ResetPassword(string token, string newPassword, CancellationToken cancellationToken = default) =>
        api.PostAnonymously("/auth/password/reset", new { token, newPassword }, cancellationToken);

    public Task<PermissionList> Permissions(CancellationToken cancellationToken = default) => api.Get<PermissionList>("/permissions", cancellationToken);
}
