using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace OperatorsConsole.Shell;

/// <summary>
/// A screen that asks again by itself while its tab is looked at: one question after the other, none after it was left. Where nobody
/// answers, or not so often, what was answered last stays, and it says so.
/// </summary>
public abstract class WatchedScreen<T> : Screen<T>
{
    private static readonly TimeSpan BrowserPatience = TimeSpan.FromSeconds(3);

    private int asked;
    private int shown;
    private TimeSpan? wait;

    [Inject]
    private IJSRuntime Browser { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    /// <summary>Why what is shown may be old; null when it is not.</summary>
    protected Fault? Missed { get; private set; }

    /// <summary>Others' work is seen within a second.</summary>
    protected virtual TimeSpan Pace => TimeSpan.FromMilliseconds(700);

    protected override Task OnAfterRenderAsync(bool firstRender) => firstRender ? Watch(Leaving) : Task.CompletedTask;

    /// <summary>Asks again, and leaves what is there until the answer is. Nothing where the reader has left.</summary>
    protected async Task Refresh()
    {
        if (Leaving.IsCancellationRequested)
        {
            return;
        }

        var (place, turn) = (Place, ++asked);
        var (value, fault) = await Caller.Try(Load);
        if (turn < shown || place != Place || Answer is not { } before || before.For != place)
        {
            return;
        }

        // An answer that comes late is not of now.
        shown = turn;
        Missed = fault is { IsPassing: true } && before.Fault is null ? fault : null;
        wait = fault?.RetryAfter;
        if (Missed is null)
        {
            Answer = new Answer<T>(place, value, fault);
            if (fault is null && before.Fault is null)
            {
                await Compare(before.Value!, value!);
            }
        }

        StateHasChanged();
    }

    /// <summary>What has become other since it was asked last.</summary>
    protected virtual Task Compare(T before, T now) => Task.CompletedTask;

    private async Task Watch(CancellationToken leaving)
    {
        using var timer = new PeriodicTimer(Pace, Time);
        while (await timer.WaitForNextTickAsync(leaving))
        {
            if (Answer is { Fault: null or { IsPassing: true } } && await IsLookedAt(leaving))
            {
                if ((wait ?? Answer.Fault?.RetryAfter) is { } longer && longer > Pace)
                {
                    await Task.Delay(longer, Time, leaving);
                }

                leaving.ThrowIfCancellationRequested();
                await Refresh();
            }
        }
    }

    private async Task<bool> IsLookedAt(CancellationToken leaving)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(leaving);
        patience.CancelAfter(BrowserPatience);
        try
        {
            return await Browser.GetValueAsync<string>("document.visibilityState", patience.Token) == "visible";
        }
        catch (Exception e) when (e is JSDisconnectedException || (e is OperationCanceledException && !leaving.IsCancellationRequested))
        {
            // The connection to the browser is lost; it may come back.
            return false;
        }
    }
}
