using System.Text;
using Hosting.Secrets;

namespace Gateway.Activities;

/// <summary>Several, so that one can be replaced without a pause. None: every webhook is refused.</summary>
internal sealed record WebhookSecrets(IReadOnlyList<byte[]> Values)
{
    private const string Section = "Webhooks:Secrets";

    public static WebhookSecrets From(IConfiguration configuration)
    {
        var given = configuration.GetSection(Section).GetChildren().Where(secret => !string.IsNullOrWhiteSpace(secret.Value)).ToList();
        foreach (var secret in given)
        {
            configuration.RefuseKnown(secret.Path, secret.Value);
        }

        return new WebhookSecrets([.. given.Select(secret => Encoding.UTF8.GetBytes(secret.Value!))]);
    }
}
