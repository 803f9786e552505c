using Microsoft.AspNetCore.Components;

namespace OperatorsConsole.Shell;

/// <summary>What a screen asked the API for. For: the place it was asked for; one of Value and Fault is there.</summary>
public sealed record Answer<T>(string For, T? Value, Fault? Fault);

/// <summary>
/// A screen that shows what one question to the API is answered with. It is asked once: what the prerendered page had is handed to the
/// circuit. It is asked again when the place, which stands in the address, is another one.
/// </summary>
public abstract class Screen<T> : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource leaving = new();
    private string? asking;

    protected Screen() => Leaving = leaving.Token;

    [PersistentState]
    public Answer<T>? Answer { get; set; }

    [Inject]
    protected Caller Caller { get; set; } = null!;

    [Inject]
    protected NavigationManager Navigation { get; set; } = null!;

    protected Reader Reader { get; private set; } = null!;

    /// <summary>Cancelled when the reader leaves the screen; what still runs then may look at it.</summary>
    protected CancellationToken Leaving { get; }

    /// <summary>What the question depends on: parameters of the route and the query.</summary>
    protected abstract string Place { get; }

    protected abstract Task<T> Load(MessagingClient client);

    protected override async Task OnParametersSetAsync()
    {
        if (Answer?.For != Place)
        {
            // An answer to another question must not stand beside this one's address.
            Answer = null;
        }

        var (found, fault) = await Caller.TryFind();
        if (fault is not null)
        {
            Answer = new Answer<T>(Place, default, fault);
            return;
        }

        if (found is not { } reader)
        {
            // Leads to where one signs in.
            await Again();
            return;
        }

        Reader = reader;
        if (AudienceAttribute.Of(GetType())?.Has(reader) == false)
        {
            Answer = new Answer<T>(Place, default, Fault.NotAllowed);
            return;
        }

        if (Answer is null && asking != Place)
        {
            await Again();
        }
    }

    /// <summary>False before the reader is known, too.</summary>
    protected bool May(string permission) => Reader is { } reader && reader.May(permission);

    /// <summary>Asks again, for this place.</summary>
    protected async Task Again()
    {
        var place = asking = Place;
        try
        {
            var (value, fault) = await Caller.Try(async client =>
            {
                Reader = await Caller.Find() ?? Reader;
                return await Load(client);
            });
            if (place == asking)
            {
                Answer = new Answer<T>(place, value, fault);
            }
        }
        finally
        {
            if (place == asking)
            {
                asking = null;
            }
        }
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            leaving.Cancel();
            leaving.Dispose();
        }
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }
}
