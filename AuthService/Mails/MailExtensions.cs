using Bus;
using Contracts.Mails;
using Documents.Sweeps;
using Hosting.Secrets;
using Sessions;

namespace AuthService.Mails;

internal static class MailExtensions
{
    public static void AddMails(this WebApplicationBuilder builder)
    {
        var settings = MailSettings.Of(builder.Configuration);
        builder.AddSecretCipher(MailTokens.Section, JwtSettings.SecretOrNull(builder.Configuration));
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton<MailTokens>();
        builder.Services.AddSingleton<MailLinks>();
        builder.Services.AddSingleton<IMailOccasion, AccountMails>();
        builder.Services.AddSingleton<Postman>();
        if (settings.Smtp is { } server)
        {
            builder.Services.AddSingleton<IMailTransport>(new SmtpTransport(server, settings.Timeout));
        }
        else
        {
            builder.Services.AddSingleton<IMailTransport, MailFolder>();
        }

        builder.Services.AddDueSweep<Mail>(m => m.DueAt, m => new MailDue(Guid.Parse(m.Id)));
    }

    public static void AddMailConsumers(this ServiceConsumers bus)
    {
        bus.AddDurableConsumer<SendMailConsumer, MailDefinition<SendMailConsumer>>();
        bus.AddDurableConsumer<MailDueConsumer, MailDefinition<MailDueConsumer>>();
    }
}
