using Contracts.Sessions;
using MassTransit;

namespace AuthService.Sessions;

internal sealed class LogOutConsumer(UserSessions sessions, ILogger<LogOutConsumer> logger) : IConsumer<LogOut>
{
    public async Task Consume(ConsumeContext<LogOut> context)
    {
        var (userId, sessionId) = context.Message;
        if (sessionId is { } id)
        {
            await sessions.End(userId.ToString(), id, context.CancellationToken);
        }
        else
        {
            await sessions.End(userId.ToString(), context.CancellationToken);
        }

        logger.LogInformation("User {UserId} logged out", userId);
        await context.RespondAsync(new SessionEnded(userId));
    }
}
