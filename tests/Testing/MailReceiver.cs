using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using MimeKit;
using SmtpServer;
using SmtpServer.Authentication;
using SmtpServer.Mail;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace Testing;

/// <summary>An SMTP server on loopback that keeps what it gets.</summary>
public sealed class MailReceiver : IMessageStore, IMailboxFilter, IUserAuthenticator, IAsyncDisposable
{
    public const string User = "sender";
    public const string Password = "p@ss/word of the server";

    private readonly ConcurrentQueue<(string To, MimeMessage Mail)> received = new();
    private CancellationTokenSource? stopping;
    private Task running = Task.CompletedTask;
    private int arrived;

    public int Port { get; } = Ports.Free();

    public X509Certificate2? Certificate { get; init; }

    public bool ImplicitTls { get; init; }

    public bool AsksForPassword { get; init; }

    public IReadOnlyList<MimeMessage> Received => [.. received.Select(mail => mail.Mail)];

    /// <summary>Each with the address that its sender named to the server.</summary>
    public IReadOnlyList<(string To, MimeMessage Mail)> Delivered => [.. received];

    /// <summary>Addresses that it takes nothing for.</summary>
    public ConcurrentDictionary<string, bool> Refused { get; } = new();

    /// <summary>Completes when the next mail has come in whole; the mail is not answered for.</summary>
    public TaskCompletionSource? Silent { get; set; }

    /// <summary>After a mail has come in, which is the first, the second, ..., and before it is answered for.</summary>
    public Func<int, Task> BeforeAnswer { get; set; } = _ => Task.CompletedTask;

    public string Address(string user = User, string password = Password) =>
        $"{(ImplicitTls ? "smtps" : "smtp")}://{(AsksForPassword ? $"{user}:{Uri.EscapeDataString(password)}@" : "")}localhost:{Port}";

    public MailReceiver Start()
    {
        var options = new SmtpServerOptionsBuilder().ServerName("localhost").Endpoint(endpoint =>
        {
            endpoint.Endpoint(new IPEndPoint(IPAddress.Loopback, Port)).IsSecure(ImplicitTls).AuthenticationRequired(AsksForPassword).AllowUnsecureAuthentication();
            if (Certificate is not null)
            {
                endpoint.Certificate(Certificate);
            }
        }).Build();
        var parts = new SmtpServer.ComponentModel.ServiceProvider();
        parts.Add((IMessageStore)this);
        parts.Add((IMailboxFilter)this);
        parts.Add((IUserAuthenticator)this);
        stopping = new CancellationTokenSource();
        running = new SmtpServer.SmtpServer(options, parts).StartAsync(stopping.Token);
        return this;
    }

    public async Task<IReadOnlyList<MimeMessage>> Has(int count)
    {
        await Wait.Until(() => received.Count >= count, $"mail number {count} comes in");
        return Received;
    }

    public async Task<SmtpResponse> SaveAsync(ISessionContext context, IMessageTransaction transaction, ReadOnlySequence<byte> buffer, CancellationToken cancellationToken)
    {
        if (Silent is { } silent)
        {
            Silent = null;
            silent.SetResult();
            await Task.Delay(Timeout.Infinite, stopping!.Token);
        }

        var to = string.Join(", ", transaction.To.Select(AddressOf));
        received.Enqueue((to, await MimeMessage.LoadAsync(new MemoryStream(buffer.ToArray()), cancellationToken)));
        await BeforeAnswer(Interlocked.Increment(ref arrived));
        return SmtpResponse.Ok;
    }

    public Task<bool> CanAcceptFromAsync(ISessionContext context, IMailbox from, int size, CancellationToken cancellationToken) => Task.FromResult(true);

    public Task<bool> CanDeliverToAsync(ISessionContext context, IMailbox to, IMailbox from, CancellationToken cancellationToken) =>
        Task.FromResult(!Refused.ContainsKey(AddressOf(to)));

    public Task<bool> AuthenticateAsync(ISessionContext context, string user, string password, CancellationToken cancellationToken) =>
        Task.FromResult(user == User && password == Password);

    public async ValueTask DisposeAsync()
    {
        if (stopping is not null)
        {
            await stopping.CancelAsync();
            await running.ContinueWith(_ => { }, TaskScheduler.Default);
            stopping.Dispose();
        }
    }

    private static string AddressOf(IMailbox mailbox) => $"{mailbox.User}@{mailbox.Host}";
}
