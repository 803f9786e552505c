using Contracts;
using Contracts.Stages;
using Documents;
using LiveService.Stages;
using MassTransit;

namespace LiveService.Tokens;

internal sealed class ListStageTokensConsumer(IDocumentStore<Stage> stages, IDocumentStore<StageToken> issued) : IConsumer<ListStageTokens>
{
    public async Task Consume(ConsumeContext<ListStageTokens> context)
    {
        var message = context.Message;
        if (await stages.Get(message.StageId.ToString(), context.CancellationToken) is null)
        {
            await context.RespondAsync(Refusals.NoStage);
            return;
        }

        if (!Cursor.TryParse(message.Cursor, out var cursor))
        {
            await context.RespondAsync(FieldFaults.BadCursor);
            return;
        }

        var page = await issued.Query(
            new Query<StageToken>().Where(t => t.StageId, message.StageId).OrderByDescending(t => t.IssuedAt).After(cursor).Take(message.Limit), context.CancellationToken);
        await context.RespondAsync(new StageTokenList([.. page.Items.Select(t => t.ToDetails())], page.NextCursor));
    }
}
