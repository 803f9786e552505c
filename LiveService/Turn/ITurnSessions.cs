namespace LiveService.Turn;

/// <summary>The credentials of users that have not expired.</summary>
internal interface ITurnSessions
{
    /// <summary>Keeps one more until its end, in one step with counting: false, and nothing is kept, when the user has so many already.</summary>
    /// <param name="id">Kept again under the same, it is the same one, with another end.</param>
    Task<bool> TryAdd(Guid id, Guid userId, Guid? roomId, DateTimeOffset expiresAt, int most, CancellationToken cancellationToken);

    /// <summary>Of all users.</summary>
    Task<long> Count(CancellationToken cancellationToken);
}
