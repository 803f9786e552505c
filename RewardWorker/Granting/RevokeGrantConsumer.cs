using Contracts.Granting;
using MassTransit;
using Persistence;

namespace RewardWorker.Granting;

/// <summary>
/// Takes a grant back with one contra entry, however often it is asked to, and answers each time. Where nothing is
/// granted yet, nothing will be.
/// </summary>
internal sealed class RevokeGrantConsumer(IDocumentStore<Grant> grants, TimeProvider time) : IConsumer<RevokeGrant>
{
    public async Task Consume(ConsumeContext<RevokeGrant> context)
    {
        var withdrawn = Grant.Withdrawn(context.Message, time.GetUtcNow());
        if (await Insert(withdrawn, context))
        {
            return;
        }

        var existing = await grants.Get(withdrawn.Id, context.CancellationToken);
        if (existing!.Kind == GrantKind.Withdrawn)
        {
            await AnswerAgain(existing.Id, context);
            return;
        }

        var reversal = existing.Reversal(context.Message.Reason, time.GetUtcNow());
        if (!await Insert(reversal, context))
        {
            await AnswerAgain(reversal.Id, context);
        }
    }

    /// <summary>False when an entry with this id is there already.</summary>
    private async Task<bool> Insert(Grant entry, ConsumeContext<RevokeGrant> context)
    {
        entry.Raise(Answer(context));
        return (await grants.Insert(entry, context.CancellationToken)).IsSaved;
    }

    private async Task AnswerAgain(string id, ConsumeContext<RevokeGrant> context) =>
        await grants.Change(id, entry =>
        {
            entry.Raise(Answer(context));
            return true;
        }, context.CancellationToken);

    private static GrantRevoked Answer(ConsumeContext<RevokeGrant> context) => new(context.Message.RequestId, context.Message.RewardId);
}
