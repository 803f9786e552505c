using Contracts.Sessions;
using Documents;
using MassTransit;

namespace AuthService.Sessions;

internal sealed class ListSessionsConsumer(IDocumentStore<Session> sessions, TimeProvider time) : IConsumer<ListSessions>
{
    public async Task Consume(ConsumeContext<ListSessions> context)
    {
        var session = await sessions.Get(context.Message.UserId.ToString(), context.CancellationToken);
        await context.RespondAsync(new SessionList(session?.IsOpen(time.GetUtcNow()) == true ? [session.ToDetails()] : []));
    }
}
