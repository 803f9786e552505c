using Documents;
using MassTransit;
using MassTransit.Context;
using MassTransit.Transports;

namespace Bus.Stores;

/// <summary>
/// Holds a message whose store is away, unacknowledged, and tries it again until the store serves. That counts towards none
/// of its retries, which are around this. A queue has no more messages under way than its prefetch: it pauses with them.
/// </summary>
internal sealed class StoreWaitFilter<T>(StoreWaits waits) : IFilter<ConsumeContext<T>> where T : class
{
    public async Task Send(ConsumeContext<T> context, IPipe<ConsumeContext<T>> next)
    {
        var isWaiting = false;
        try
        {
            for (var attempt = 0; await Try(context, next) is { } fault; attempt++)
            {
                if (!isWaiting)
                {
                    isWaiting = true;
                    waits.Begin(fault);
                }

                await waits.Pause(attempt, fault, context.CancellationToken);
            }
        }
        catch (OperationCanceledException) when (isWaiting && waits.IsStopping)
        {
            // Neither done nor failed: it stays in its queue, and the library says nothing of a message that it has cancelled itself.
            (context.ReceiveContext as BaseReceiveContext)?.Cancel();
            throw new OperationCanceledException(context.CancellationToken);
        }
        finally
        {
            if (isWaiting)
            {
                waits.End();
            }
        }
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("storeWait");

    private static async Task<StoreUnavailableException?> Try(ConsumeContext<T> context, IPipe<ConsumeContext<T>> next)
    {
        try
        {
            await next.Send(new WithoutStoreFaults(context));
            return null;
        }
        catch (Exception e) when (StoreUnavailableException.Behind(e) is not null)
        {
            return StoreUnavailableException.Behind(e);
        }
    }

    /// <summary>A store that is away is nothing that its message's sender is told.</summary>
    private sealed class WithoutStoreFaults(ConsumeContext<T> context) : ConsumeContextProxy<T>(context)
    {
        public override Task NotifyFaulted<TMessage>(ConsumeContext<TMessage> context, TimeSpan duration, string consumerType, Exception exception) =>
            StoreUnavailableException.Behind(exception) is null ? base.NotifyFaulted(context, duration, consumerType, exception) : Task.CompletedTask;
    }
}
