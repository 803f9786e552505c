using System.Security.Claims;
using Contracts.ServiceAccounts;
using Http.Limits;
using Sessions;

namespace Gateway.Access;

/// <summary>
/// Callers with a key of a service account. What counts is asked of the store of keys with each call, and of AuthService only where that
/// knows nothing, and once a minute for the time of the last use.
/// </summary>
internal sealed class ServiceKeyAuthentication(IServiceKeyStore keys, IServiceScopeFactory scopes, TimeProvider time)
{
    public const string Reason = "service_key";
    public const string PermissionClaim = "permission";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly RecentSet told = new(time, TimeSpan.FromMinutes(1));

    public static void Add(WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ServiceKeyAuthentication>();
        builder.Services.AddSingleton(new OtherTokens(
            ServiceKey.Prefix,
            "The key of POST /service-accounts.",
            Reason,
            (context, token) => context.RequestServices.GetRequiredService<ServiceKeyAuthentication>().Authenticate(context, token)));
    }

    private async Task<ClaimsPrincipal?> Authenticate(HttpContext context, string token)
    {
        if (ServiceKey.Parse(token) is not { } key)
        {
            return null;
        }

        var known = await Known(key.AccountId, context.RequestAborted);
        if (known is null)
        {
            var services = context.RequestServices.GetRequiredService<ServiceClient>();
            var asked = await services.Ask<CheckServiceKey, ServiceKeyChecked>(Question(key), context.RequestAborted);
            known = asked.Problem is null ? await Known(key.AccountId, context.RequestAborted) : null;
            if (known is null)
            {
                throw new UnavailableException("The store of keys", new InvalidOperationException($"Nobody knows service account {key.AccountId}."));
            }
        }
        else if (known.Accept(key, time.GetUtcNow()) && told.Add(key.AccountId.ToString()))
        {
            _ = Tell(key);
        }

        return known.Accept(key, time.GetUtcNow()) ? Principal(known) : null;
    }

    private static CheckServiceKey Question(ServiceKey key) => new(key.AccountId, key.Hash);

    private static ClaimsPrincipal Principal(ServiceKeys known) => new(new ClaimsIdentity(
        [new Claim(Subject.IdClaim, known.AccountId.ToString()), .. known.Permissions.Select(permission => new Claim(PermissionClaim, permission))],
        OtherTokens.Scheme,
        Subject.IdClaim,
        Subject.RoleClaim));

    private async Task<ServiceKeys?> Known(Guid accountId, CancellationToken cancellationToken)
    {
        try
        {
            return await keys.Get(accountId, cancellationToken).WaitAsync(Patience, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            throw new UnavailableException("The store of keys", e);
        }
    }

    /// <summary>Nobody waits for it: what the store knows lasts while AuthService is away.</summary>
    private async Task Tell(ServiceKey key)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ServiceClient>().Ask<CheckServiceKey, ServiceKeyChecked>(Question(key), CancellationToken.None);
    }
}
