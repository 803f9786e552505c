using Contracts;
using Contracts.Audit;
using Documents;
using MassTransit;

namespace EventService.Audit;

internal sealed class ListAuditEntriesConsumer(IDocumentStore<AuditDocument> entries) : IConsumer<ListAuditEntries>
{
    public async Task Consume(ConsumeContext<ListAuditEntries> context)
    {
        var message = context.Message;
        if (!Cursor.TryParse(message.Cursor, out var cursor))
        {
            await context.RespondAsync(FieldFaults.BadCursor);
            return;
        }

        var query = new Query<AuditDocument>()
            .OrderByDescending(e => e.At).From(message.From).Until(message.To).After(cursor).Take(message.Limit);
        if (message.Actor is not null)
        {
            query.Where(e => e.Actor, message.Actor);
        }

        if (message.Action is not null)
        {
            query.Where(e => e.Action, message.Action);
        }

        if (message.Target is not null)
        {
            query.Where(e => e.Target, message.Target);
        }

        var page = await entries.Query(query, context.CancellationToken);
        await context.RespondAsync(new AuditEntryList([.. page.Items.Select(e => e.ToEntry())], page.NextCursor));
    }
}
