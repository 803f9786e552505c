using System.Text.Json;

namespace OperatorsConsole.Sessions;

/// <summary>The way in: a password, and where the account has one, a code of its second factor.</summary>
public sealed class SignIns
{
    private const string SecondFactorPage = "second-factor";

    private readonly ApiConnections api;
    private readonly Readers readers;
    private readonly SealedSecrets secrets;

    /// <summary>By the container.</summary>
    public SignIns(IServiceProvider services) =>
        (api, readers, secrets) = (services.GetRequiredService<ApiConnections>(), services.GetRequiredService<Readers>(), services.GetRequiredService<SealedSecrets>());

    /// <param name="place">Where he wants to go.</param>
    /// <returns>Where to go on.</returns>
    /// <exception cref="ProblemException">The platform refuses.</exception>
    public async Task<string> LogIn(HttpContext context, string email, string password, string? place)
    {
        ArgumentNullException.ThrowIfNull(context);
        using var client = api.Client();
        var answer = await client.Sessions.LogIn(email, password, context.RequestAborted);
        if (answer.SecondFactor is not { } factor)
        {
            return await Begin(context, answer.Session!, place);
        }

        var key = SealedSecrets.NewKey();
        await secrets.Keep(key, JsonSerializer.Serialize(new Waiting(factor.MfaToken, place)), factor.ExpiresIn);
        KeyCookie.Waiting.Write(context, key);
        return SecondFactorPage;
    }

    /// <param name="code">Of the authenticator, or a recovery code.</param>
    /// <returns>Where to go on.</returns>
    /// <exception cref="ProblemException">The platform refuses.</exception>
    public async Task<string> Confirm(HttpContext context, string code)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (KeyCookie.Waiting.Read(context) is not { } key || await secrets.Find(key) is not { } kept)
        {
            return SignInAddress.For("", SessionEnd.Ended);
        }

        var waiting = JsonSerializer.Deserialize<Waiting>(kept)!;
        using var client = api.Client();
        var session = await client.Sessions.Confirm(new SecondFactor(waiting.MfaToken, TimeSpan.Zero), code, context.RequestAborted);
        await secrets.Forget(key);
        KeyCookie.Waiting.Clear(context);
        return await Begin(context, session, waiting.Place);
    }

    /// <summary>A call of somebody who is not signed in, or need not be.</summary>
    public async Task<Fault?> AsAnyone(HttpContext context, Func<MessagingClient, Task> call)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(call);
        using var client = api.Client();
        try
        {
            await call(client);
            return null;
        }
        catch (Exception e) when (Fault.Of(e) is { } fault)
        {
            return fault;
        }
    }

    private async Task<string> Begin(HttpContext context, Session session, string? place)
    {
        var before = KeyCookie.Session.Read(context);
        KeyCookie.Session.Write(context, await readers.Begin(session));
        if (before is not null)
        {
            // Other tabs that load again must have the new cookie.
            context.Response.OnCompleted(() => readers.EndFor(before, session.User));
        }

        return SignInAddress.Local(place);
    }

    private sealed record Waiting(string MfaToken, string? Place);
}
