using Contracts;
using Contracts.Users;
using Documents;
using LiveService.Tokens;
using MassTransit;

namespace LiveService.Ending;

/// <summary>Of a deleted account no token opens anything any more, and no session goes on.</summary>
internal sealed class ForgetHolderConsumer(IDocumentStore<StageToken> issued, TimeProvider time) : IConsumer<UserDeleted>
{
    private const int PageSize = 200;

    public async Task Consume(ConsumeContext<UserDeleted> context)
    {
        string? next = null;
        do
        {
            var page = await issued.Query(
                new Query<StageToken>().Where(t => t.UserId, context.Message.UserId).OrderBy(t => t.IssuedAt).After(Cursor.Parse(next)).Take(PageSize), context.CancellationToken);
            await Task.WhenAll(page.Items.Select(token => issued.Change(token.Id, t => t.Revoke(Actor.System, time.GetUtcNow()), context.CancellationToken)));
            next = page.NextCursor;
        }
        while (next is not null);
    }
}
