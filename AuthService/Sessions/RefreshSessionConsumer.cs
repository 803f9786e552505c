using Bus;
using Contracts.Sessions;
using MassTransit;
using Sessions;

namespace AuthService.Sessions;

internal sealed class RefreshSessionConsumer(UserSessions sessions, TimeProvider time, ILogger<RefreshSessionConsumer> logger) : IConsumer<RefreshSession>
{
    public async Task Consume(ConsumeContext<RefreshSession> context)
    {
        // Spent for nobody, the token would look stolen when its holder tries again.
        if (context.HasExpired(time))
        {
            return;
        }

        object? answer = RefreshToken.Parse(context.Message.RefreshToken) is { } token
            ? await sessions.Refresh(token, Issuance.Of(context) with { SpentTokenHash = token.Hash }, context.CancellationToken)
            : null;
        if (answer is null)
        {
            AuthFailures.Count("refresh_token");
            logger.LogInformation("Refresh refused: {Reason}", "refresh_token");
            answer = Refusals.InvalidRefreshToken;
        }

        await context.RespondAsync(answer, answer.GetType());
    }
}
