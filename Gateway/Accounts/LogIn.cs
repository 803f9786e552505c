using System.ComponentModel.DataAnnotations;
using Contracts.Activities;
using Contracts.Sessions;
using Http.Connections;
using Http.Limits;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Accounts;

internal sealed record LogInBody : RequestBody
{
    [Required]
    public string? Email { get; init; }

    [Required]
    public string? Password { get; init; }

    protected override void Rules(Faults faults)
    {
        faults.Requires(Email, "email");
        faults.Requires(Password, "password");
    }
}

internal static class LogInRoute
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public static void Map(RouteGroupBuilder auth) => auth.MapPost("/login", Handle)
        .WithName("LogIn").WithSummary("Starts the user's one session")
        .AllowAnonymous().Refuses(Codes.InvalidCredentials, Codes.TooManyAttempts)
        .LimitTokenIssue<LogInBody>("login", (_, body) => body?.Email?.Trim().ToLowerInvariant(), Codes.InvalidCredentials, Codes.TooManyAttempts);

    private static async Task<Results<Ok<SessionResponse>, Problem>> Handle(
        LogInBody body, HttpContext context, ServiceClient services, TimeProvider time, CancellationToken cancellationToken)
    {
        var command = new LogIn(body.Email!, body.Password!, context.ClientAddress() is null ? null : context.ClientKey());
        var loginId = Guid.CreateVersion7(time.GetUtcNow());
        var started = await services.Ask<LogIn, SessionStarted>(command, cancellationToken, loginId);
        if (started.Problem is { } refused)
        {
            return refused;
        }

        await Record(Activity.OfLogin(started.Reply.User.Id, loginId, time.GetUtcNow()), services, time, cancellationToken);
        return TypedResults.Ok(RefreshTokenCookie.Start(context, started.Reply));
    }

    /// <summary>
    /// What counts as soon as the answer is there is recorded before it. AuthService has told EventService too, in its own time:
    /// one that is away now hears of the login then.
    /// </summary>
    private static async Task Record(Activity login, ServiceClient services, TimeProvider time, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await services.Ask<RecordActivities, ActivitiesRecorded>(new RecordActivities([login]), either.Token);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
        }
    }
}
