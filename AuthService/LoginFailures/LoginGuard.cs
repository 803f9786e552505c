using AuthService.Mails;
using Hosting.Secrets;
using Sessions;

namespace AuthService.LoginFailures;

/// <summary>Stops guessing: after too many wrong passwords for one account, known or not, or from one address.</summary>
internal sealed class LoginGuard(
    ILoginFailures failures, [FromKeyedServices(MailTokens.Section)] SecretCipher cipher, ILogger<LoginGuard> logger)
{
    /// <inheritdoc cref="LoginAttempt.Of(SecretCipher, string?, string?)"/>
    public LoginAttempt Attempt(string? email, string? address) => LoginAttempt.Of(cipher, email, address);

    /// <inheritdoc cref="LoginAttempt.Of(SecretCipher, Guid)"/>
    public LoginAttempt Attempt(Guid userId) => LoginAttempt.Of(cipher, userId);

    /// <summary>How long this attempt must wait; null when it may go on.</summary>
    public Task<TimeSpan?> Wait(LoginAttempt attempt, CancellationToken cancellationToken) =>
        Longest(attempt, key => failures.Blocked(key, cancellationToken));

    /// <summary>Counts the failure, and says so when it was the last one. Not null when there were too many before it.</summary>
    /// <param name="userId">Whose account it is, when there is one.</param>
    /// <param name="from">The address, for the security log.</param>
    public async Task<TimeSpan?> Failed(LoginAttempt attempt, string? userId, string? from, CancellationToken cancellationToken)
    {
        if (await Longest(attempt, key => failures.Count(key, cancellationToken)) is { } before)
        {
            return before;
        }

        if (await failures.Blocked(attempt.Account, cancellationToken) is { } account)
        {
            AuthFailures.CountLockout("account");
            logger.LogWarning("Account of user {UserId} is locked out for {Wait}", userId ?? "(none)", account);
        }

        if (attempt.Address is { } key && await failures.Blocked(key, cancellationToken) is { } address)
        {
            AuthFailures.CountLockout("address");
            logger.LogWarning("Address {Address} is locked out for {Wait}", from, address);
        }

        return null;
    }

    /// <summary>Forgets the account's failures, not the address's: a guesser may have an account of his own.</summary>
    public Task Succeeded(LoginAttempt attempt, CancellationToken cancellationToken) => failures.Forget(attempt.Account, cancellationToken);

    private static async Task<TimeSpan?> Longest(LoginAttempt attempt, Func<FailureKey, Task<TimeSpan?>> ask)
    {
        IEnumerable<FailureKey> keys = attempt.Address is { } address ? [attempt.Account, address] : [attempt.Account];
        return (await Task.WhenAll(keys.Select(ask))).Max();
    }
}
