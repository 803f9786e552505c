using Contracts.Sessions;
using MassTransit;
using Sessions;

namespace AuthService.Sessions;

internal sealed class RefreshSessionConsumer(UserSessions sessions, ILogger<RefreshSessionConsumer> logger) : IConsumer<RefreshSession>
{
    public async Task Consume(ConsumeContext<RefreshSession> context)
    {
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
