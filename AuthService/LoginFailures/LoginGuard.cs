namespace AuthService.LoginFailures;

/// <summary>Stops guessing: after too many wrong passwords for one account, known or not, or from one address.</summary>
internal sealed class LoginGuard(ILoginFailures failures)
{
    /// <summary>How long this attempt must wait; null when it may go on.</summary>
    public Task<TimeSpan?> Wait(LoginAttempt attempt, CancellationToken cancellationToken) =>
        Longest(attempt, key => failures.Blocked(key, cancellationToken));

    /// <summary>Counts the failure. Not null when there were too many before it.</summary>
    public Task<TimeSpan?> Failed(LoginAttempt attempt, CancellationToken cancellationToken) =>
        Longest(attempt, key => failures.Count(key, cancellationToken));

    /// <summary>Forgets the account's failures, not the address's: a guesser may have an account of his own.</summary>
    public Task Succeeded(LoginAttempt attempt, CancellationToken cancellationToken) => failures.Forget(attempt.Account, cancellationToken);

    private static async Task<TimeSpan?> Longest(LoginAttempt attempt, Func<FailureKey, Task<TimeSpan?>> ask)
    {
        IEnumerable<FailureKey> keys = attempt.Address is { } address ? [attempt.Account, address] : [attempt.Account];
        return (await Task.WhenAll(keys.Select(ask))).Max();
    }
}
