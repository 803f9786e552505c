using System.Text;
using AuthService.Mails;
using Bus.DeadLetters;
using Contracts.Users;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MimeKit;
using Testing;

namespace AuthService.Tests.Mails;

public sealed class Sending_mails : IAsyncLifetime
{
    private const string Queue = "auth.work.send-mail";

    private readonly LogLines log = new();
    private readonly string folder = Path.Combine(Path.GetTempPath(), $"auth-mails-{Guid.NewGuid():N}");
    private readonly List<IAsyncDisposable> started = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var part in started.AsEnumerable().Reverse())
        {
            await part.DisposeAsync();
        }

        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_registration_sends_one_mail_in_plain_text_and_HTML_with_the_same_link()
    {
        var receiver = Started(new MailReceiver());
        var service = await Host(receiver.Address());

        var user = (UserDetails)await service.Register("ada@example.com", name: "Ada <b>Lovelace</b>");

        var mail = (await receiver.Has(1)).ShouldHaveSingleItem();
        mail.To.Mailboxes.ShouldHaveSingleItem().Address.ShouldBe("ada@example.com");
        mail.From.ToString().ShouldBe("\"Messaging\" <no-reply@example.com>");
        mail.MessageId.ShouldBe($"{user.Id}@example.com");
        mail.Subject.ShouldBe("Please confirm your e-mail address");
        var link = MailedLink.Of(mail);
        link.ShouldStartWith("https://example.com/console/verify-email?token=");
        mail.TextBody!.ShouldStartWith("Hello,");
        mail.ToString().ShouldNotContain("Lovelace");
        mail.HtmlBody!.Split($"href=\"{link}\"").Length.ShouldBe(3);
        await IsSent(service, user.Id);
    }

    [Fact]
    public async Task A_mail_that_is_told_of_twice_is_sent_once()
    {
        var receiver = Started(new MailReceiver());
        var service = await Host(receiver.Address());
        var user = (UserDetails)await service.Register("ada@example.com");
        await IsSent(service, user.Id);

        await service.Deliver(new Contracts.Mails.SendMail(user.Id, user.Id, Contracts.Mails.MailKind.VerifyEmail, "anything"));
        await service.Deliver(new Contracts.Mails.MailDue(user.Id));

        receiver.Received.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_server_with_a_certificate_of_a_trusted_authority_and_a_password_gets_it(bool implicitTls)
    {
        var (certificate, authority) = Certificates.OfLocalhost();
        var receiver = Started(new MailReceiver { Certificate = certificate, ImplicitTls = implicitTls, AsksForPassword = true });
        var file = Path.Combine(Directory.CreateDirectory(folder).FullName, "authority.pem");
        await File.WriteAllTextAsync(file, authority);
        var service = await Host(receiver.Address(), ("Mail:CertificateAuthorities", file));

        await service.Register("ada@example.com");

        await receiver.Has(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_server_whose_certificate_nobody_vouches_for_gets_nothing(bool implicitTls)
    {
        var receiver = Started(new MailReceiver { Certificate = Certificates.OfLocalhost().Server, ImplicitTls = implicitTls });
        var service = await Host(receiver.Address());

        await service.Register("ada@example.com");

        await Failed("no encrypted connection with a certificate that is trusted");
        receiver.Received.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_server_that_refuses_the_password_gets_nothing_and_no_log_holds_it()
    {
        const string wrong = "Wrong-Giraffe-77";
        var receiver = Started(new MailReceiver { AsksForPassword = true });
        var service = await Host(receiver.Address(password: wrong));

        await service.Register("ada@example.com");

        await Failed("the server refuses user and password");
        receiver.Received.ShouldBeEmpty();
        Lines().ShouldNotContain(wrong);
        Lines().ShouldNotContain("ada@example.com");
    }

    [Fact]
    public async Task While_the_server_is_down_a_mail_waits_and_then_goes_out_once()
    {
        var receiver = new MailReceiver();
        started.Add(receiver);
        var service = await Host(receiver.Address());
        var user = (UserDetails)await service.Register("ada@example.com");
        await Failed("SocketException");

        receiver.Start();
        service.Time.Advance(TimeSpan.FromMinutes(1));

        await IsSent(service, user.Id);
        receiver.Received.Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_waits_outlives_its_process()
    {
        var receiver = new MailReceiver();
        started.Add(receiver);
        var service = await Host(receiver.Address());
        var user = (UserDetails)await service.Register("ada@example.com");
        await Failed("SocketException");
        await service.DisposeAsync();
        started.Remove(service);

        receiver.Start();
        service = await Host(receiver.Address());
        service.Time.Advance(TimeSpan.FromMinutes(1));

        await IsSent(service, user.Id);
        receiver.Received.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_in_time_gets_the_same_mail_again()
    {
        var silent = new TaskCompletionSource();
        var receiver = Started(new MailReceiver { Silent = silent });
        var service = await Host(receiver.Address(), ("Mail:TimeoutSeconds", "2"));
        var user = (UserDetails)await service.Register("ada@example.com");
        await silent.Task;
        await Failed("no answer in time");

        service.Time.Advance(TimeSpan.FromMinutes(1));

        await IsSent(service, user.Id);
        receiver.Received.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_recipient_who_is_refused_keeps_no_other_waiting()
    {
        var receiver = Started(new MailReceiver());
        receiver.Refused["bob@example.com"] = true;
        var service = await Host(receiver.Address());

        var bob = (UserDetails)await service.Register("bob@example.com");
        await Failed("RecipientNotAccepted, status 550");
        var ada = (UserDetails)await service.Register("ada@example.com");

        await IsSent(service, ada.Id);
        receiver.Received.ShouldHaveSingleItem().MessageId.ShouldBe($"{ada.Id}@example.com");
        receiver.Refused.Clear();
        service.Time.Advance(TimeSpan.FromMinutes(1));
        await IsSent(service, bob.Id);
        receiver.Received.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_line_that_breaks_in_the_middle_of_a_mail_leaves_one_mail()
    {
        var receiver = Started(new MailReceiver());
        var line = new BreakingLine(receiver.Port, said => said.Contains("Subject:", StringComparison.Ordinal), fromServer: false);
        started.Add(line);
        var service = await Host($"smtp://localhost:{line.Port}");
        var user = (UserDetails)await service.Register("ada@example.com");
        await Wait.Until(() => line.Breaks == 1, "the line breaks");
        await Failed("");

        line.Mend();
        service.Time.Advance(TimeSpan.FromMinutes(1));

        await IsSent(service, user.Id);
        receiver.Received.Count.ShouldBe(1);
    }

    /// <summary>Whether it was taken nobody can know then: what comes twice is the same mail, under the same id, and its link counts.</summary>
    [Fact]
    public async Task A_line_that_breaks_before_the_last_word_leaves_twice_the_same_mail()
    {
        var receiver = Started(new MailReceiver());
        var line = new BreakingLine(receiver.Port, said => said.Split("354 ") is [_, var later] && later.Contains("250 ", StringComparison.Ordinal), fromServer: true);
        started.Add(line);
        var service = await Host($"smtp://localhost:{line.Port}");
        var user = (UserDetails)await service.Register("ada@example.com");
        await Wait.Until(() => line.Breaks == 1, "the line breaks");
        await Failed("");

        line.Mend();
        service.Time.Advance(TimeSpan.FromMinutes(1));

        await IsSent(service, user.Id);
        receiver.Received.Count.ShouldBe(2);
        receiver.Received.Select(mail => mail.MessageId).Distinct().Count().ShouldBe(1);
        receiver.Received.Select(MailedLink.Of).Distinct().Count().ShouldBe(1);
        (await service.Ask<EmailVerified>(new VerifyEmail(MailedLink.TokenOf(receiver.Received[1])))).ShouldBeOfType<EmailVerified>();
    }

    [Fact]
    public async Task After_a_day_a_mail_is_a_dead_letter_that_can_be_sent_again()
    {
        var receiver = new MailReceiver();
        started.Add(receiver);
        var service = await Host(receiver.Address());
        var user = (UserDetails)await service.Register("ada@example.com");
        await Failed("SocketException");

        service.Time.Advance(TimeSpan.FromHours(25));
        var letters = service.Get<IDeadLetters>();
        await Wait.Until(async () => (await letters.Find([Queue], CancellationToken.None)).Any(), "a dead letter", TimeSpan.FromSeconds(90));
        receiver.Start();
        (await letters.Redeliver(Queue, CancellationToken.None)).ShouldBe(1);

        await IsSent(service, user.Id);
        receiver.Received.Count.ShouldBe(1);
        (await service.Ask<EmailVerified>(new VerifyEmail(MailedLink.TokenOf(receiver.Received[0])))).ShouldBeOfType<EmailVerified>();
    }

    [Fact]
    public async Task Without_a_server_it_is_a_file_for_its_owner_only_that_the_log_names_and_does_not_quote()
    {
        var service = await Host(null);

        var user = (UserDetails)await service.Register("ada@example.com");
        await IsSent(service, user.Id);

        var file = Path.Combine(folder, "mail", $"{user.Id}.eml");
        Directory.GetFiles(Path.Combine(folder, "mail")).ShouldBe([file]);
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        var token = MailedLink.TokenOf(await MimeMessage.LoadAsync(file));
        Lines().ShouldContain(file);
        Lines().ShouldNotContain(token);
        Lines().ShouldNotContain("ada@example.com");
        started.Remove(service);
        await service.DisposeAsync();
        foreach (var stored in Directory.GetFiles(folder))
        {
            Encoding.Latin1.GetString(await File.ReadAllBytesAsync(stored)).ShouldNotContain(token, customMessage: stored);
        }
    }

    [Fact]
    public async Task Nothing_is_sent_to_an_account_that_was_deleted_meanwhile()
    {
        var receiver = new MailReceiver();
        started.Add(receiver);
        var service = await Host(receiver.Address());
        var user = (UserDetails)await service.Register("ada@example.com");
        await Failed("SocketException");
        await service.Ask<UserDeleted>(new DeleteUser(user.Id, new Contracts.Caller(Guid.NewGuid(), [Role.Admin])));

        receiver.Start();
        service.Time.Advance(TimeSpan.FromMinutes(1));

        await Becomes(service, user.Id, MailState.Dropped);
        receiver.Received.ShouldBeEmpty();
    }

    private MailReceiver Started(MailReceiver receiver)
    {
        started.Add(receiver);
        return receiver.Start();
    }

    private async Task<AuthServiceHost> Host(string? smtp, params (string, string)[] settings)
    {
        var service = await AuthServiceHost.Start(
            folder,
            replace: services => services.AddSingleton<ILoggerProvider>(log),
            settings:
            [
                .. smtp is null ? [] : new[] { ("Mail:Smtp", smtp), ("Mail:From", "Messaging <no-reply@example.com>"), ("Mail:LinkBase", "https://example.com/console/") },
                ("Logging:LogLevel:Default", "Trace"),
                .. settings,
            ]);
        started.Add(service);
        return service;
    }

    private Task Failed(string reason) => Wait.Until(
        () => log.Of(LogLevel.Warning).Any(line => line.Contains("could not be sent", StringComparison.Ordinal) && line.Contains(reason, StringComparison.Ordinal)),
        $"an attempt that fails: {reason}");

    private static Task IsSent(AuthServiceHost service, Guid mailId) => Becomes(service, mailId, MailState.Sent);

    private static Task Becomes(AuthServiceHost service, Guid mailId, MailState state) => Wait.Until(
        async () => (await service.Store<Mail>().Get(mailId.ToString()))?.State == state, $"mail {mailId} is {state}");

    private string Lines() => string.Join('\n', Enum.GetValues<LogLevel>().SelectMany(log.Of));
}
