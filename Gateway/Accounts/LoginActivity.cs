using Contracts.Activities;

namespace Gateway.Accounts;

/// <summary>
/// What counts as soon as the answer is there is recorded before it. AuthService has told EventService too, in its own time:
/// one that is away now hears of the login then.
/// </summary>
internal static class LoginActivity
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public static async Task Record(Guid userId, Guid loginId, ServiceClient services, TimeProvider time, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            var login = Activity.OfLogin(userId, loginId, time.GetUtcNow());
            await services.Ask<RecordActivities, ActivitiesRecorded>(new RecordActivities([login]), either.Token);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
        }
    }
}
