namespace LiveService.Turn;

/// <summary>Counts the credentials that have not expired for the metrics.</summary>
internal sealed class CountTurnSessions(ITurnSessions sessions, TimeProvider time, ILogger<CountTurnSessions> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                TurnMetrics.ShowSessions(await sessions.Count(stoppingToken));
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogDebug("TURN credentials could not be counted, trying again in {Interval}: {Reason}", Interval, e.Message);
            }

            await Task.Delay(Interval, time, stoppingToken);
        }
    }
}
