namespace Http.Limits;

/// <summary>How often whom was let in. Counts those who were let in only, so that a refused caller who goes on asking gets in again.</summary>
public interface IRateLimits
{
    /// <param name="take">False: only looks whether there is one.</param>
    Task<Standing> Ask(Permit permit, bool take, CancellationToken cancellationToken);

    /// <summary>As if it had not been taken, within its window.</summary>
    Task GiveBack(Permit permit, CancellationToken cancellationToken);
}
