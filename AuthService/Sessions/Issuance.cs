using MassTransit;
using Messages;

namespace AuthService.Sessions;

/// <summary>
/// For what tokens were made. Only hashes of them are kept, so a message that comes again cannot be answered the same:
/// a retry within one delivery makes others, since nobody was answered before it; another delivery of the same message
/// must leave alone what the client may hold.
/// </summary>
/// <param name="SpentTokenHash">Of the refresh token they were made for; null when it was a login.</param>
internal sealed record Issuance(Guid MessageId, Guid DeliveryId, string? SpentTokenHash = null) : Extensible
{
    /// <summary>The same for every retry within one delivery.</summary>
    public static Issuance Of(ConsumeContext context) =>
        context.ReceiveContext.GetOrAddPayload(() => new Issuance(context.MessageId ?? NewId.NextGuid(), NewId.NextGuid()));

    public bool IsRepeatedBy(Issuance other) =>
        MessageId == other.MessageId && SpentTokenHash == other.SpentTokenHash && DeliveryId != other.DeliveryId;
}
