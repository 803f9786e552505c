namespace OperatorsConsole.Sessions;

/// <summary>The way in: a password, and where the account has one, a code of its second factor.</summary>
public sealed class SignIns
{
    private readonly ApiConnections api;
    private readonly Readers readers;

    /// <summary>By the container.</summary>
    public SignIns(IServiceProvider services) =>
        (api, readers) = (services.GetRequiredService<ApiConnections>(), services.GetRequiredService<Readers>());

    /// <returns>Where to go on.</returns>
    /// <exception cref="ProblemException">The platform refuses.</exception>
    public async Task<string> LogIn(HttpContext context, string email, string password, string? place)
    {
        ArgumentNullException.ThrowIfNull(context);
        using var client = api.Client();
        var answer = await client.Sessions.LogIn(email, password, context.RequestAborted);
        SessionCookie.Write(context, await readers.Begin(answer.Session!));
        return SignInAddress.Local(place);
    }
}
