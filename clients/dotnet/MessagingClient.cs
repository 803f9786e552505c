namespace Messaging.Client;

/// <summary>
/// The platform, as one caller: a service account, or the user who signs in. Every method may be called by many threads at once. A
/// refusal is a <see cref="ProblemException"/>; no answer, after all that was tried, or one that cannot be read
/// (<see cref="HttpRequestError.InvalidResponse"/>), an <see cref="HttpRequestException"/>, or a <see cref="TimeoutException"/>.
/// </summary>
public sealed class MessagingClient : IDisposable
{
    private const int LongestKey = 128;

    private readonly Api api;
    private readonly TimeProvider time;
    private readonly HttpClient? own;

    /// <exception cref="ArgumentException">The options make no sense.</exception>
    public MessagingClient(MessagingClientOptions options, TimeProvider? time = null)
        : this(options, CreateHttpClient(), time)
    {
    }

    /// <summary>For one's own handlers; they keep no cookies and follow no redirects. The client disposes of it, and ends calls in its stead.</summary>
    /// <exception cref="ArgumentException">The options make no sense.</exception>
    public MessagingClient(MessagingClientOptions options, HttpClient http, TimeProvider? time = null)
        : this(options, () => http, time)
    {
        // Each call has a time of its own, some of them longer ones than its 100 s.
        http.Timeout = Timeout.InfiniteTimeSpan;
        own = http;
    }

    internal MessagingClient(MessagingClientOptions options, Func<HttpClient> http, TimeProvider? time)
        : this(ApiOf(options, http, time ?? TimeProvider.System), time ?? TimeProvider.System)
    {
    }

    private MessagingClient(Api api, TimeProvider time)
    {
        (this.api, this.time) = (api, time);
        Sessions = new SessionsClient(api, time);
        Users = new UsersClient(api);
        ServiceAccounts = new ServiceAccountsClient(api);
        Teams = new TeamsClient(api);
        Connections = new ConnectionsClient(api);
        Campaigns = new CampaignsClient(api);
        Events = new EventsClient(api);
        Rewards = new RewardsClient(api);
        Requests = new RequestsClient(api, time);
        Activities = new ActivitiesClient(api);
        Wallets = new WalletsClient(api);
        Stages = new StagesClient(api);
        Rooms = new RoomsClient(api);
        Live = new LiveClient(api);
        Turn = new TurnClient(api);
        Audit = new AuditClient(api);
        Operations = new OperationsClient(api);
    }

    public SessionsClient Sessions { get; }

    public UsersClient Users { get; }

    public ServiceAccountsClient ServiceAccounts { get; }

    public TeamsClient Teams { get; }

    public ConnectionsClient Connections { get; }

    public CampaignsClient Campaigns { get; }

    public EventsClient Events { get; }

    public RewardsClient Rewards { get; }

    public RequestsClient Requests { get; }

    public ActivitiesClient Activities { get; }

    public WalletsClient Wallets { get; }

    public StagesClient Stages { get; }

    public RoomsClient Rooms { get; }

    public LiveClient Live { get; }

    public TurnClient Turn { get; }

    public AuditClient Audit { get; }

    public OperationsClient Operations { get; }

    /// <summary>
    /// This client, signed in as it is, with a key of one's own for each mutation: kept with a job, it lets the job be run again after a
    /// crash without being done twice. A key is of one method and resource; the same key with another body is IDEMPOTENCY_KEY_REUSED.
    /// </summary>
    /// <param name="key">1 to 128 printable characters of ASCII.</param>
    /// <exception cref="ArgumentException">It is none.</exception>
    public MessagingClient WithIdempotencyKey(string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        if (key.Length > LongestKey || key.Any(character => character is < ' ' or > '~'))
        {
            throw new ArgumentException($"An idempotency key is up to {LongestKey} printable characters of ASCII.", nameof(key));
        }

        return new MessagingClient(new Api(api.Sender, api.Credentials, key), time);
    }

    public void Dispose() => own?.Dispose();

    internal static HttpMessageHandler CreateHandler() => new SocketsHttpHandler
    {
        // The refresh token comes in the body, too.
        UseCookies = false,
        AllowAutoRedirect = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    };

    private static HttpClient CreateHttpClient() => new(CreateHandler()) { Timeout = Timeout.InfiniteTimeSpan };

    private static Api ApiOf(MessagingClientOptions options, Func<HttpClient> http, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Fault() is { } fault)
        {
            throw new ArgumentException(fault, nameof(options));
        }

        var sender = new Sender(http, options.Address!, new Retries(options.Retries, options.LongestWait), time);
        return new Api(sender, new Credentials(options.ServiceKey, token => SessionsClient.Refresh(sender, token, time), time));
    }
}
