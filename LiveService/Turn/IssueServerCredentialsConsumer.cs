using Contracts;
using Contracts.Turn;
using MassTransit;

namespace LiveService.Turn;

internal sealed class IssueServerCredentialsConsumer(TurnSettings settings, TurnSigner signer, TimeProvider time) : IConsumer<IssueServerCredentials>
{
    public Task Consume(ConsumeContext<IssueServerCredentials> context)
    {
        var name = context.Message.Name;
        var faults = new FieldFaults();
        TurnRules.CheckName(name, faults);
        var refusal = faults.ToRefusal() ?? (settings.IsConfigured ? null : Refusals.TurnNotConfigured);
        if (refusal is not null)
        {
            return context.RespondAsync(refusal);
        }

        TurnMetrics.CountIssued();
        return context.RespondAsync(signer.Sign(time.GetUtcNow() + TurnSettings.Lifetime, name is null ? [] : [name]));
    }
}
