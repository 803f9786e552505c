using Contracts;
using Contracts.Connections;
using Documents;
using MassTransit;

namespace CampaignService.Credentials;

internal sealed class BeginRewrapConsumer(IDocumentStore<KeyRotation> rotations, CredentialKeys keys, TimeProvider time, ILogger<BeginRewrapConsumer> logger)
    : IConsumer<BeginRewrap>
{
    public async Task Consume(ConsumeContext<BeginRewrap> context)
    {
        var (caller, command) = (context.Message.Caller, context.MessageId ?? NewId.NextGuid());
        while (await rotations.Change(KeyRotation.OnlyId, Begin, context.CancellationToken) is null)
        {
            await rotations.Insert(new KeyRotation { Id = KeyRotation.OnlyId, EndedAt = time.GetUtcNow() }, context.CancellationToken);
        }

        logger.LogInformation("Wrapping every record by key {KeyId} was begun by {UserId}", keys.Newest.Id, caller.UserId);
        await context.RespondAsync(new RewrapStarted(keys.Newest.Id));

        bool Begin(KeyRotation rotation)
        {
            if (rotation.HasDone(command))
            {
                return false;
            }

            rotation.Begin(Actor.Of(caller), keys.Ids, command, time.GetUtcNow());
            return true;
        }
    }
}
