namespace LiveService.Turn;

/// <summary>For the one process that hosts every service.</summary>
internal sealed class MemoryTurnSessions(TimeProvider time) : ITurnSessions
{
    private readonly Lock gate = new();
    private readonly Dictionary<Guid, Dictionary<Guid, DateTimeOffset>> ends = [];

    public Task<bool> TryAdd(Guid id, Guid userId, Guid? roomId, DateTimeOffset expiresAt, int most, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            Forget();
            var ofUser = ends.GetValueOrDefault(userId) ?? [];
            if (!ofUser.ContainsKey(id) && ofUser.Count >= most)
            {
                return Task.FromResult(false);
            }

            ofUser[id] = expiresAt;
            ends[userId] = ofUser;
            return Task.FromResult(true);
        }
    }

    public Task<long> Count(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            Forget();
            return Task.FromResult(ends.Values.Sum(ofUser => (long)ofUser.Count));
        }
    }

    private void Forget()
    {
        var now = time.GetUtcNow();
        foreach (var (userId, ofUser) in ends)
        {
            foreach (var (id, end) in ofUser)
            {
                if (end <= now)
                {
                    ofUser.Remove(id);
                }
            }

            if (ofUser.Count == 0)
            {
                ends.Remove(userId);
            }
        }
    }
}
