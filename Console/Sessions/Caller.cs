using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace OperatorsConsole.Sessions;

/// <summary>The reader of these pages as a caller of the API.</summary>
public sealed class Caller
{
    private readonly AuthenticationStateProvider authentication;
    private readonly Readers readers;
    private readonly NavigationManager navigation;

    /// <summary>By the container.</summary>
    public Caller(AuthenticationStateProvider authentication, IServiceProvider services, NavigationManager navigation) =>
        (this.authentication, readers, this.navigation) = (authentication, services.GetRequiredService<Readers>(), navigation);

    /// <summary>Null on pages for who is not signed in.</summary>
    /// <exception cref="ProblemException">The API refuses.</exception>
    /// <exception cref="HttpRequestException">Nobody answers; a <see cref="TimeoutException"/> when nobody does in time.</exception>
    public async Task<Reader?> Find()
    {
        var user = (await authentication.GetAuthenticationStateAsync()).User;
        AskAs(user);
        return user.FindFirst(Reader.KeyClaim) is { Value: var key } ? await readers.Find(key) : null;
    }

    /// <summary>Finds the reader, or why he cannot be found.</summary>
    public async Task<(Reader? Reader, Fault? Fault)> TryFind()
    {
        try
        {
            return (await Find(), null);
        }
        catch (Exception e) when (Fault.Of(e) is { } fault)
        {
            return (null, fault);
        }
    }

    /// <summary>Asks the API. When the session has ended, he is led to where he can sign in, and back to this place.</summary>
    /// <exception cref="ProblemException">The API refuses.</exception>
    /// <exception cref="HttpRequestException">Nobody answers; a <see cref="TimeoutException"/> when nobody does in time.</exception>
    public async Task<T> Ask<T>(Func<MessagingClient, Task<T>> call)
    {
        ArgumentNullException.ThrowIfNull(call);
        AskAs((await authentication.GetAuthenticationStateAsync()).User);
        if (await Find() is { } reader)
        {
            try
            {
                return await call(reader.Client);
            }
            catch (ProblemException e) when (e.Status == HttpStatusCode.Unauthorized && reader.Client.Sessions.Current is null)
            {
            }
        }

        navigation.NavigateTo(SignInAddress.For(navigation.ToBaseRelativePath(navigation.Uri), hasEnded: true), forceLoad: true);
        throw new OperationCanceledException("The session has ended.");
    }

    /// <summary>Asks the API, and takes a refusal for an answer.</summary>
    public async Task<(T? Value, Fault? Fault)> Try<T>(Func<MessagingClient, Task<T>> call)
    {
        try
        {
            return (await Ask(call), null);
        }
        catch (Exception e) when (Fault.Of(e) is { } fault)
        {
            return (default, fault);
        }
    }

    /// <returns>Null when it was done.</returns>
    public async Task<Fault?> Try(Func<MessagingClient, Task> call)
    {
        var (_, fault) = await Try(async client =>
        {
            await call(client);
            return true;
        });
        return fault;
    }

    public Task Ask(Func<MessagingClient, Task> call) => Ask(async client =>
    {
        await call(client);
        return true;
    });

    /// <summary>What an asynchronous method says so holds for what it calls alone.</summary>
    private static void AskAs(ClaimsPrincipal user) =>
        ReaderAddress.Current = IPAddress.TryParse(user.FindFirst(Reader.AddressClaim)?.Value, out var address) ? address : null;
}
