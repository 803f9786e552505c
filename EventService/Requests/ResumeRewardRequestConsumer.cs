using Contracts.Requests;
using Documents;
using MassTransit;

namespace EventService.Requests;

/// <summary>Tells the saga again where a request stands that has not ended for long: an accepted request ends, and a revoked one is taken back, whatever was lost.</summary>
internal sealed class ResumeRewardRequestConsumer(
    IDocumentStore<RewardRequest> requests, TimeProvider time, ILogger<ResumeRewardRequestConsumer> logger)
    : IConsumer<RewardRequestStalled>
{
    public async Task Consume(ConsumeContext<RewardRequestStalled> context)
    {
        var resumed = false;
        var request = await requests.Change(
            context.Message.RequestId.ToString(), r => resumed = Resume(r, time.GetUtcNow()), context.CancellationToken);
        if (resumed)
        {
            if (request!.IsDecided && request.StalledAt is not null && request.Status != RequestStatus.Revoked)
            {
                RequestMetrics.Resumed(request);
            }

            logger.Log(
                request.Status == RequestStatus.Revoked ? LogLevel.Debug : LogLevel.Information,
                "Request {RequestId} is still {Status}: its saga is told again",
                context.Message.RequestId,
                request.Status);
        }
    }

    /// <returns>False when it is not due: it has moved, or another instance was first.</returns>
    internal static bool Resume(RewardRequest request, DateTimeOffset now)
    {
        if (request.StalledAt is not { } due || due > now)
        {
            return false;
        }

        if (request.IsPastDeadline(now))
        {
            request.Expire(now);
            return true;
        }

        request.RaisePresent();
        request.WaitLonger(now);
        return true;
    }
}
