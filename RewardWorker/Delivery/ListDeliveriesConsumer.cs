using Contracts;
using Contracts.Deliveries;
using Documents;
using MassTransit;
using RewardWorker.Terms;

namespace RewardWorker.Delivery;

internal sealed class ListDeliveriesConsumer(IDocumentStore<GrantDelivery> deliveries, TermsBook terms) : IConsumer<ListDeliveries>
{
    /// <summary>More than an event has rewards.</summary>
    private const int MostDeliveries = 1000;

    public async Task Consume(ConsumeContext<ListDeliveries> context)
    {
        var message = context.Message;
        if (!Cursor.TryParse(message.Cursor, out var after))
        {
            await context.RespondAsync(FieldFaults.BadCursor);
            return;
        }

        var ofRequest = await deliveries.Query(
            new Query<GrantDelivery>().Where(d => d.RequestId, message.RequestId).OrderBy(d => d.CreatedAt).Take(MostDeliveries), context.CancellationToken);
        var found = await Task.WhenAll(ofRequest.Items.Select(async delivery =>
            (delivery, (await DeliveryTarget.Of(delivery, terms, context.CancellationToken)).To.Url)));
        await context.RespondAsync(Page(found, after, message.Limit));
    }

    /// <summary>Newest first, as a store pages documents.</summary>
    internal static DeliveryList Page(IEnumerable<(GrantDelivery Delivery, string Url)> deliveries, Cursor? after, int limit)
    {
        var behind = deliveries
            .SelectMany(d => d.Delivery.Log.Select(entry => (Attempt: Of(d.Url, entry), Position: Position(d.Delivery, entry))))
            .Where(e => after is null || Compare(e.Position, after) < 0)
            .OrderByDescending(e => e.Position, Comparer<Cursor>.Create(Compare))
            .ToList();
        return new DeliveryList(
            [.. behind.Take(limit).Select(e => e.Attempt)], behind.Count > limit ? behind[limit - 1].Position.ToString() : null);
    }

    private static DeliveryAttempt Of(string url, LoggedAttempt entry) =>
        new(entry.At, entry.Attempt, url, entry.Status, entry.Error, entry.NextAt);

    private static Cursor Position(GrantDelivery delivery, LoggedAttempt entry) =>
        new(DocumentJson.TextOf(entry.At)!, $"{entry.Seq:D10}/{delivery.Id}");

    private static int Compare(Cursor left, Cursor right) =>
        string.CompareOrdinal(left.OrderValue, right.OrderValue) is var order and not 0 ? order : string.CompareOrdinal(left.Id, right.Id);
}
