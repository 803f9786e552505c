using Contracts.Sessions;
using MassTransit;

namespace AuthService.Sessions;

internal sealed class LogOutConsumer(UserSessions sessions, ILogger<LogOutConsumer> logger) : IConsumer<LogOut>
{
    public async Task Consume(ConsumeContext<LogOut> context)
    {
        await sessions.End(context.Message.UserId.ToString(), context.CancellationToken);
        logger.LogInformation("User {UserId} logged out", context.Message.UserId);
        await context.RespondAsync(new SessionEnded(context.Message.UserId));
    }
}
