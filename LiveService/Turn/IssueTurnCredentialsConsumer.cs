using Contracts.Turn;
using Documents;
using LiveService.Rooms;
using MassTransit;

namespace LiveService.Turn;

internal sealed class IssueTurnCredentialsConsumer(
    TurnSettings settings, TurnSigner signer, ITurnSessions sessions, IDocumentStore<Room> rooms, TimeProvider time, ILogger<IssueTurnCredentialsConsumer> logger)
    : IConsumer<IssueTurnCredentials>
{
    public async Task Consume(ConsumeContext<IssueTurnCredentials> context)
    {
        var (roomId, caller) = context.Message;
        var refusal = !settings.IsConfigured ? Refusals.TurnNotConfigured
            : roomId is { } asked && (await rooms.Get(asked.ToString(), context.CancellationToken))?.IsSeenBy(caller) != true ? Refusals.NoRoom
            : null;
        if (refusal is not null)
        {
            await context.RespondAsync(refusal);
            return;
        }

        var expiresAt = time.GetUtcNow() + TurnSettings.Lifetime;
        var credentials = signer.Sign(expiresAt, [caller.UserId.ToString(), .. roomId is { } room ? [room.ToString()] : Array.Empty<string>()]);

        // Consumed again, a command takes no second place.
        if (!await sessions.TryAdd(context.MessageId ?? NewId.NextGuid(), caller.UserId, roomId, expiresAt, settings.MaxSessions, context.CancellationToken))
        {
            await context.RespondAsync(Refusals.TurnSessionsExceeded);
            return;
        }

        TurnMetrics.CountIssued();
        logger.LogInformation("TURN credentials were issued to {UserId}", caller.UserId);
        await context.RespondAsync(credentials);
    }
}
