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
    private readonly SessionEnds ends;
    private readonly TimeProvider time;
    private readonly NavigationManager navigation;
    private string? left;

    /// <summary>By the container.</summary>
    public Caller(AuthenticationStateProvider authentication, IServiceProvider services, NavigationManager navigation)
    {
        (this.authentication, this.navigation) = (authentication, navigation);
        (readers, ends, time) = (services.GetRequiredService<Readers>(), services.GetRequiredService<SessionEnds>(), services.GetRequiredService<TimeProvider>());
    }

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

    /// <summary>Tells this tab from the others of its session.</summary>
    public string Tab { get; } = Guid.NewGuid().ToString("N");

    /// <summary>Whether there is room for a screen in this tab.</summary>
    public async Task<Crowd> Crowd() =>
        Enum.TryParse<Crowd>((await authentication.GetAuthenticationStateAsync()).User.FindFirst(Reader.CrowdClaim)?.Value, out var crowd) ? crowd : Sessions.Crowd.None;

    /// <summary>Calls back as soon as the session is over, in whichever other tab that was.</summary>
    /// <returns>To be disposed of with the tab; null for a stranger's.</returns>
    public async Task<IDisposable?> OnEnd(Action<SessionEnd> told) => await Key() is { } key ? ends.Listen(key, Tab, told) : null;

    /// <summary>What a browser says of how long nobody has done anything; null for what says nothing.</summary>
    public static TimeSpan? Idle(double? seconds) =>
        seconds is { } some && double.IsFinite(some) ? TimeSpan.FromSeconds(Math.Clamp(some, 0, LatestToken.Lifetime.TotalSeconds)) : null;

    /// <summary>He did something in this tab so long ago.</summary>
    public async Task Note(TimeSpan ago)
    {
        if (await Key() is { } key)
        {
            await readers.Note(key, time.GetUtcNow() - ago);
        }
    }

    /// <summary>
    /// Leads him to where he can sign in, told why, and back to this place; into the session that has taken the place of this one, by loading
    /// again. The first reason stays; the browser may not have heard, and is told each time.
    /// </summary>
    public void Leave(SessionEnd why)
    {
        left ??= why == SessionEnd.SignedInAnew ? navigation.Uri : SignInAddress.For(navigation.ToBaseRelativePath(navigation.Uri), why);
        LeaveAgain();
    }

    /// <summary>Where he was to leave, and is still here.</summary>
    internal void LeaveAgain()
    {
        if (left is { } to)
        {
            navigation.NavigateTo(to, forceLoad: true);
        }
    }

    /// <summary>Finds whether the session goes on, and as whose. When it has ended, he is led to where he can sign in, as by <see cref="Ask{T}"/>.</summary>
    /// <returns>Null when nobody can say.</returns>
    public async Task<Reader?> Look()
    {
        return await Key() is { } key ? (await Try(_ => readers.Look(key))).Value : null;
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

        Leave(SessionEnd.Ended);
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

    private async Task<string?> Key() => (await authentication.GetAuthenticationStateAsync()).User.FindFirst(Reader.KeyClaim)?.Value;

    /// <summary>What an asynchronous method says so holds for what it calls alone.</summary>
    private static void AskAs(ClaimsPrincipal user) =>
        ReaderAddress.Current = IPAddress.TryParse(user.FindFirst(Reader.AddressClaim)?.Value, out var address) ? address : null;
}
