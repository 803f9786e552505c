using Contracts.Sessions;
using MassTransit;

namespace AuthService.Sessions;

internal sealed class RefreshSessionConsumer(UserSessions sessions) : IConsumer<RefreshSession>
{
    public async Task Consume(ConsumeContext<RefreshSession> context)
    {
        object? answer = RefreshToken.Parse(context.Message.RefreshToken) is { } token
            ? await sessions.Refresh(token, context.CancellationToken)
            : null;
        answer ??= Refusals.InvalidRefreshToken;
        await context.RespondAsync(answer, answer.GetType());
    }
}
