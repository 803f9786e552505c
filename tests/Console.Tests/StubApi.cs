using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace OperatorsConsole.Tests;

/// <summary>As much of the API as sessions need, with one session whose tokens count once. Its newest access token alone opens it.</summary>
internal sealed class StubApi : IAsyncDisposable
{
    private readonly WebApplication app;
    private int renewals;

    public StubApi()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        app = builder.Build();
        app.Use((context, next) =>
        {
            Calls.Enqueue((context.Request.Path.Value!.Replace("/api/v1", "", StringComparison.Ordinal), context.Request.Headers["X-Forwarded-For"].ToString()));
            return next(context);
        });
        app.MapPost("/api/v1/auth/login", () => SessionNow());
        app.MapPost("/api/v1/auth/refresh", (Renewal renewal) => IsOver || renewal.RefreshToken != $"refresh-{renewals}" ? Over() : Renew());
        app.MapPost("/api/v1/auth/logout", (HttpContext context) => IfSignedIn(context, () =>
        {
            IsOver = true;
            return Results.NoContent();
        }));
        app.MapGet("/api/v1/permissions", (HttpContext context) => IfSignedIn(context, () =>
            Results.Json(new { permissions = Permissions.Values.SelectMany(one => one).Distinct(), roles = Permissions })));
        app.MapGet("/api/v1/auth/me", (HttpContext context) => IfSignedIn(context, () => Results.Json(User)));
        app.MapFallback((HttpContext context) => IfSignedIn(context, () => Else(context)));
    }

    /// <summary>The path of each, and the client that it names.</summary>
    public ConcurrentQueue<(string Path, string Client)> Calls { get; } = [];

    /// <summary>What all else is answered with.</summary>
    public Func<HttpContext, IResult> Else { get; set; } = _ => Results.NotFound();

    public bool IsOver { get; set; }

    public int Renewals => renewals;

    public Uri Address => new(app.Urls.First());

    public string Role { get; set; } = "OPERATOR";

    /// <summary>Of each role.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Permissions { get; init; } =
        new Dictionary<string, IReadOnlyList<string>> { ["OPERATOR"] = ["events:read"], ["AUDITOR"] = ["audit:read"] };

    private object User => new
    {
        id = Guid.Parse("11111111-1111-1111-1111-111111111111"),
        email = "robin@example.com",
        name = "Robin",
        roles = new[] { Role },
        createdAt = DateTimeOffset.UnixEpoch,
        updatedAt = DateTimeOffset.UnixEpoch,
        emailVerified = true,
        mfaEnabled = false,
    };

    public async Task<StubApi> Start()
    {
        await app.StartAsync();
        return this;
    }

    public Task Stop() => app.StopAsync();

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private IResult Renew()
    {
        renewals++;
        return SessionNow();
    }

    private IResult SessionNow() => Results.Json(new { accessToken = $"access-{renewals}", tokenType = "Bearer", expiresIn = 900, refreshToken = $"refresh-{renewals}", user = User });

    private IResult IfSignedIn(HttpContext context, Func<IResult> then) =>
        !IsOver && context.Request.Headers.Authorization == $"Bearer access-{renewals}" ? then() : Problem("UNAUTHENTICATED");

    private static IResult Over() => Problem("INVALID_REFRESH_TOKEN");

    private static IResult Problem(string code) => Results.Json(new { title = "No.", status = 401, code }, contentType: "application/problem+json", statusCode: 401);

    private sealed record Renewal(string RefreshToken);
}
