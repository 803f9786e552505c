using Contracts.Turn;
using MassTransit;

namespace LiveService.Turn;

internal sealed class VerifyTurnCredentialsConsumer(TurnSettings settings, TurnSigner signer) : IConsumer<VerifyTurnCredentials>
{
    public Task Consume(ConsumeContext<VerifyTurnCredentials> context) =>
        settings.IsConfigured ? context.RespondAsync(signer.Verify(context.Message)) : context.RespondAsync(Refusals.TurnNotConfigured);
}
