namespace AuthService.LoginFailures;

/// <summary>The wrong passwords of the last <see cref="Window"/>, for each account and each address they came from.</summary>
internal interface ILoginFailures
{
    static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    /// <summary>How long the key is blocked; null when it is not.</summary>
    Task<TimeSpan?> Blocked(FailureKey key, CancellationToken cancellationToken);

    /// <summary>Counts a failure, in one step with asking: how long the key was blocked already, or null when it counted.</summary>
    Task<TimeSpan?> Count(FailureKey key, CancellationToken cancellationToken);

    /// <summary>Starts again from none.</summary>
    Task Forget(FailureKey key, CancellationToken cancellationToken);
}
