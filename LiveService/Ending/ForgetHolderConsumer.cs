using Contracts;
using Contracts.Stages;
using Contracts.Users;
using Documents;
using LiveService.Tokens;
using LiveService.Viewing;
using MassTransit;

namespace LiveService.Ending;

/// <summary>Of a deleted account no token opens anything any more, and no session goes on.</summary>
internal sealed class ForgetHolderConsumer(IDocumentStore<StageToken> issued, OpenSessions sessions, TimeProvider time) : IConsumer<UserDeleted>
{
    private const int PageSize = 200;

    public async Task Consume(ConsumeContext<UserDeleted> context)
    {
        var userId = context.Message.UserId;
        var now = time.GetUtcNow();
        await foreach (var page in issued.Pages(
                new Query<StageToken>().Where(t => t.UserId, userId).OrderBy(t => t.IssuedAt).From(now - StageTokenTerms.Longest).Take(PageSize),
                context.CancellationToken))
        {
            await Task.WhenAll(page.Where(token => token.HoldsAt(now)).Select(token => issued.Change(token.Id, t => t.Revoke(Actor.System, now), context.CancellationToken)));
        }

        await sessions.EndOfUser(userId, context.CancellationToken);
    }
}
