using Documents;

namespace AuthService.Users;

internal static class UserStoreExtensions
{
    /// <summary>Null also when the account was deleted.</summary>
    public static async Task<User?> ById(this IDocumentStore<User> users, string id, CancellationToken cancellationToken = default) =>
        await users.Get(id, cancellationToken) is { Deletion: null } user ? user : null;

    public static Task<User?> ByEmail(this IDocumentStore<User> users, EmailAddress email, CancellationToken cancellationToken = default) =>
        users.First(new Query<User>().Where(u => u.NormalizedEmail, email.Normalized), cancellationToken);

    /// <summary>Whose newest token it is; used or expired ones too.</summary>
    public static Task<User?> ByVerification(this IDocumentStore<User> users, string hash, CancellationToken cancellationToken = default) =>
        users.First(new Query<User>().Where(u => u.VerificationHash, hash), cancellationToken);

    /// <inheritdoc cref="ByVerification"/>
    public static Task<User?> ByReset(this IDocumentStore<User> users, string hash, CancellationToken cancellationToken = default) =>
        users.First(new Query<User>().Where(u => u.ResetHash, hash), cancellationToken);

    private static async Task<User?> First(this IDocumentStore<User> users, Query<User> query, CancellationToken cancellationToken) =>
        (await users.Query(query.OrderBy(u => u.CreatedAt).Take(1), cancellationToken)).Items.SingleOrDefault();
}
