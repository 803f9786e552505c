using AuthService.Accounts;
using AuthService.Tests.Mails;
using AuthService.Tests.ServiceAccounts;
using AuthService.Users;
using Bus;
using Contracts;
using Contracts.Sessions;
using Contracts.Teams;
using Contracts.Users;
using Documents;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;
using Sessions;
using Session = AuthService.Sessions.Session;
using Testing;

namespace AuthService.Tests;

/// <summary>The whole service on embedded parts, in a folder of its own; asked as the Gateway asks it.</summary>
internal sealed class AuthServiceHost : ServiceUnderTest
{
    public const string Secret = "a secret of the tests that is long enough";
    public const string Password = "Correct-Horse-1";

    private readonly string? ownFolder;
    private readonly string folder;

    private AuthServiceHost(string folder, bool ownsFolder, string environment, Action<IServiceCollection>? replace, IEnumerable<(string Key, string Value)> settings)
        : base(
            builder => builder.AddAuthService(),
            bus =>
            {
                bus.AddAuthServiceConsumers();
                bus.ForService("test").AddDurableConsumer<Listener<UserLoggedIn>>();
                bus.ForService("test").AddDurableConsumer<Listener<UserDeleted>>();
                bus.ForService("test").AddDurableConsumer<Listener<TeamDeleted>>();
                bus.ForService("test").AddDurableConsumer<AuditListener>();
            },
            [
                new("Storage:Provider", "sqlite"),
                new("Storage:Folder", folder),
                new("Messaging:RequestTimeoutMilliseconds", "30000"),
                new("Jwt:Secret", Secret),
                new("Passwords:Iterations", "1000"),
                new("Logging:LogLevel:Default", "Warning"),
                .. settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value)),
            ],
            builder =>
            {
                builder.Services.AddSingleton<AheadTime>();
                builder.Services.AddSingleton<TimeProvider>(provider => provider.GetRequiredService<AheadTime>());
                builder.Services.AddSingleton<SessionStore>();
                builder.Services.AddSingleton<KeyStore>();
                builder.Services.AddSingleton<IServiceKeyStore>(provider => provider.GetRequiredService<KeyStore>());
                builder.Services.AddSingleton<ISessions>(provider => provider.GetRequiredService<SessionStore>());
                builder.Services.AddSingleton(typeof(Announced<>));
                builder.Services.AddSingleton<AuditedChanges>();
                replace?.Invoke(builder.Services);
            },
            environment) => (this.folder, ownFolder) = (folder, ownsFolder ? folder : null);

    public AheadTime Time => Get<AheadTime>();

    public SessionStore AccessTokens => Get<SessionStore>();

    public Announced<UserLoggedIn> Logins => Get<Announced<UserLoggedIn>>();

    public Announced<UserDeleted> Deletions => Get<Announced<UserDeleted>>();

    public Announced<TeamDeleted> TeamDeletions => Get<Announced<TeamDeleted>>();

    public AuditedChanges Audited => Get<AuditedChanges>();

    public IDocumentStore<User> Users => Store<User>();

    public IDocumentStore<AdminRoster> Rosters => Store<AdminRoster>();

    public IDocumentStore<Session> Sessions => Store<Session>();

    public static async Task<AuthServiceHost> Start(
        string? folder = null, string environment = "Testing", Action<IServiceCollection>? replace = null, params (string Key, string Value)[] settings)
    {
        var host = new AuthServiceHost(
            folder ?? Path.Combine(Path.GetTempPath(), $"auth-tests-{Guid.NewGuid():N}"), ownsFolder: folder is null, environment, replace, settings);
        await host.App.StartAsync();
        return host;
    }

    /// <summary>The answer, whichever of the two it is.</summary>
    public async Task<object> Ask<TAnswer>(object message, Guid? messageId = null) where TAnswer : class
    {
        var method = typeof(AuthServiceHost).GetMethod(nameof(AskTyped), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Instance)!;
        return await (Task<object>)method.MakeGenericMethod(message.GetType(), typeof(TAnswer)).Invoke(this, [message, messageId])!;
    }

    public Task<object> Register(string email, string password = Password, Guid? userId = null, string? name = null) =>
        Ask<UserDetails>(new RegisterUser(userId ?? Guid.NewGuid(), email, password, name));

    public async Task<UserDetails> HasUser(string email, params Role[] roles)
    {
        var user = (await Register(email)).ShouldBeOfType<UserDetails>();
        return roles.Length == 0 ? user : (await ChangeRoles(user.Id, roles)).ShouldBeOfType<UserDetails>();
    }

    public Task<object> LogIn(string email, string password = Password, string? ipAddress = "192.0.2.1", Guid? messageId = null) =>
        Ask<SessionStarted>(new LogIn(email, password, ipAddress), messageId);

    public async Task<SessionStarted> HasSession(string email) => (await LogIn(email)).ShouldBeOfType<SessionStarted>();

    public Task<object> Refresh(string refreshToken, Guid? messageId = null) => Ask<SessionStarted>(new RefreshSession(refreshToken), messageId);

    /// <summary>A message that nobody waits for any more, or that is delivered again; completes when it is consumed.</summary>
    public async Task Deliver<TMessage>(TMessage message, Guid? messageId = null, bool expired = false) where TMessage : class
    {
        var id = messageId ?? Guid.NewGuid();
        var consumed = new Consumed(id);
        using var observing = Bus.ConnectReceiveObserver(consumed);
        await Bus.Publish(message, context =>
        {
            context.MessageId = id;
            context.TimeToLive = Time.Ahead + TimeSpan.FromSeconds(expired ? -1 : 30);
        });
        await consumed.Done;
    }

    public Task<object> ChangeRoles(Guid userId, params Role[] roles) =>
        Ask<UserDetails>(new ChangeRoles(userId, roles, new Caller(Guid.NewGuid(), [Role.Admin])));

    /// <summary>As the Gateway decides whether an access token still counts.</summary>
    public async Task<bool> Accepts(SessionStarted session) =>
        (await AccessTokens.Get(session.User.Id))?.Token == AccessTokenRecord.HashOf(session.AccessToken);

    /// <summary>The mails to an address, oldest first, once there are so many.</summary>
    public async Task<IReadOnlyList<MimeMessage>> HasMails(string email, int count)
    {
        List<MimeMessage> mails = [];
        await Wait.Until(
            () => (mails = [.. MailFiles().Select(file => MimeMessage.Load(file)).Where(mail => mail.To.Mailboxes.Any(to => to.Address == email))]).Count >= count,
            $"mail number {count} to {email}");
        return mails;
    }

    /// <summary>The token in the newest of so many mails.</summary>
    public async Task<string> MailedToken(string email, int count) => MailedLink.TokenOf((await HasMails(email, count))[^1]);

    /// <summary>Asks for a new password; completes when that is carried out.</summary>
    public async Task ForgetPassword(string email)
    {
        var asked = (await Ask<PasswordResetRequested>(new RequestPasswordReset(email))).ShouldBeOfType<PasswordResetRequested>();
        await Wait.Until(async () => await Store<PasswordResetRequest>().Get(asked.RequestId.ToString()) is null, "the request is carried out");
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (ownFolder is not null && Directory.Exists(ownFolder))
        {
            Directory.Delete(ownFolder, recursive: true);
        }
    }

    /// <summary>The answer, of what is answered in one of two ways.</summary>
    public async Task<object> AskOneOf<TAnswer, TOther>(LogIn message) where TAnswer : class where TOther : class =>
        (await Bus.CreateRequestClient<LogIn>(RequestTimeout.After(s: 30)).GetResponse<TAnswer, TOther, Refused>(
            message, pipe => pipe.UseExecute(context => context.TimeToLive += Time.Ahead), CancellationToken.None)).Message;

    private IEnumerable<string> MailFiles() => new DirectoryInfo(Path.Combine(folder, "mail")) is { Exists: true } mails
        ? mails.GetFiles("*.eml").OrderBy(file => file.LastWriteTimeUtc).Select(file => file.FullName)
        : [];

    private async Task<object> AskTyped<TMessage, TAnswer>(TMessage message, Guid? messageId) where TMessage : class where TAnswer : class
    {
        var client = Bus.CreateRequestClient<TMessage>(RequestTimeout.After(s: 30));
        var response = await client.GetResponse<TAnswer, Refused>(
            message,
            pipe => pipe.UseExecute(context =>
            {
                context.MessageId = messageId ?? context.MessageId;
                context.TimeToLive += Time.Ahead;
            }),
            CancellationToken.None);
        return response.Message;
    }

    private sealed class Consumed(Guid messageId) : IReceiveObserver
    {
        private readonly TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Done => done.Task.WaitAsync(TimeSpan.FromSeconds(20));

        public Task PreReceive(ReceiveContext context) => Task.CompletedTask;

        public Task PostReceive(ReceiveContext context)
        {
            if (context.GetMessageId() == messageId)
            {
                done.TrySetResult();
            }

            return Task.CompletedTask;
        }

        public Task PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType) where T : class => Task.CompletedTask;

        public Task ConsumeFault<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception) where T : class
        {
            if (context.MessageId == messageId)
            {
                done.TrySetException(exception);
            }

            return Task.CompletedTask;
        }

        public Task ReceiveFault(ReceiveContext context, Exception exception) => Task.CompletedTask;
    }
}
