using Documents;

namespace EventService.Users;

/// <summary>Whose account is deleted.</summary>
internal sealed class DeletedUsers(IDocumentStore<DeletedUser> deleted, TimeProvider time)
{
    /// <summary>Once is enough.</summary>
    public Task Remember(Guid userId, CancellationToken cancellationToken) =>
        deleted.Insert(new DeletedUser { Id = userId.ToString(), At = time.GetUtcNow() }, cancellationToken);

    public async Task<bool> Contains(Guid userId, CancellationToken cancellationToken) =>
        await deleted.Get(userId.ToString(), cancellationToken) is not null;
}
