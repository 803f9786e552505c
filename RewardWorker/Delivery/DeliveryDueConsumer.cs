using Contracts.Deliveries;
using Documents;
using MassTransit;
using RewardWorker.Ledger;
using RewardWorker.Terms;

namespace RewardWorker.Delivery;

/// <summary>Makes one attempt: begins it on the document, posts, and finishes it there.</summary>
internal sealed class DeliveryDueConsumer(
    IDocumentStore<GrantDelivery> deliveries,
    IDocumentStore<Grant> grants,
    TermsBook terms,
    DeliveryClient client,
    DeliverySettings settings,
    TimeProvider time,
    ILogger<DeliveryDueConsumer> logger)
    : IConsumer<DeliveryDue>
{
    public async Task Consume(ConsumeContext<DeliveryDue> context)
    {
        var id = context.Message.DeliveryId.ToString();
        var delivery = await deliveries.Get(id, context.CancellationToken);
        if (delivery is null || !(delivery.DueAt <= time.GetUtcNow()))
        {
            return;
        }

        var reversalId = Grant.ReversalIdOf(delivery.RequestId, delivery.RewardId);
        if (await grants.Get(reversalId, context.CancellationToken) is not null && await Withdrawn(id, context.CancellationToken))
        {
            return;
        }

        // Before an attempt is begun, which waits for nobody.
        var (name, to) = await DeliveryTarget.Of(delivery, terms, context.CancellationToken);
        if (await Begin(id, context.CancellationToken) is not { } begun)
        {
            return;
        }

        var attempt = begun.Begun!;
        var entry = await grants.Get(attempt.IsNotice ? reversalId : id, context.CancellationToken)
            ?? throw new InvalidOperationException($"Delivery {id} is of an entry that is not in the ledger.");
        var outcome = await client.Post(to, DeliveryPayload.Of(begun, name, entry), context.CancellationToken);
        DeliveryMetrics.Count(outcome.Verdict);

        // Not cancelled with the host: what is known should be kept.
        var finished = await deliveries.Change(id, d => d.Finish(attempt, outcome, settings.Schedule, time.GetUtcNow()), CancellationToken.None);
        Tell(finished!, outcome);
    }

    /// <summary>
    /// A revocation may have come before the delivery was entered, and so have found nothing to withdraw: its contra entry
    /// says so.
    /// </summary>
    private async Task<bool> Withdrawn(string id, CancellationToken cancellationToken)
    {
        var withdrawn = false;
        await deliveries.Change(id, d => withdrawn = d.Withdraw(time.GetUtcNow()), cancellationToken);
        return withdrawn;
    }

    /// <summary>Null when another was faster.</summary>
    private async Task<GrantDelivery?> Begin(string id, CancellationToken cancellationToken)
    {
        var begun = false;
        var delivery = await deliveries.Change(id, d => begun = d.TryBegin(time.GetUtcNow(), settings.Lease), cancellationToken);
        return begun ? delivery : null;
    }

    private void Tell(GrantDelivery delivery, PostOutcome outcome)
    {
        if (delivery.State is DeliveryState.Failed or DeliveryState.RevocationFailed)
        {
            logger.LogWarning(
                "Delivery {DeliveryId} of request {RequestId} ends as {State} after {Attempts} attempts: {Status} {Error}",
                delivery.Id, delivery.RequestId, delivery.State, delivery.Attempts, outcome.Status, outcome.Error);
        }
        else
        {
            logger.Log(
                outcome.Verdict == PostVerdict.Accepted ? LogLevel.Information : LogLevel.Debug,
                "Delivery {DeliveryId} of request {RequestId}: {Verdict}", delivery.Id, delivery.RequestId, outcome.Verdict);
        }
    }
}
