using System.Diagnostics;
using System.Diagnostics.Metrics;
using Contracts.Mails;

namespace AuthService.Mails;

internal static class MailMetrics
{
    private static readonly Meter Meter = new("Messaging.Mail");

    private static readonly Counter<long> Mails = Meter.CreateCounter<long>("mails", description: "Attempts to send mails, by what came of them.");

    public static void Count(MailKind kind, string outcome) => Mails.Add(1, new("outcome", outcome), new("kind", kind switch
    {
        MailKind.VerifyEmail => "verify_email",
        MailKind.ResetPassword => "reset_password",
        MailKind.Invitation => "invitation",
        _ => throw new UnreachableException(),
    }));
}
