using Documents;

namespace AuthService.Users;

internal static class UserStoreExtensions
{
    /// <summary>Null also when the account was deleted.</summary>
    public static async Task<User?> ById(this IDocumentStore<User> users, string id, CancellationToken cancellationToken = default) =>
        await users.Get(id, cancellationToken) is { Deletion: null } user ? user : null;

    public static async Task<User?> ByEmail(this IDocumentStore<User> users, EmailAddress email, CancellationToken cancellationToken = default)
    {
        var query = new Query<User>().Where(u => u.NormalizedEmail, email.Normalized).OrderBy(u => u.CreatedAt).Take(1);
        return (await users.Query(query, cancellationToken)).Items.SingleOrDefault();
    }
}
