namespace Messaging.Client;

/// <summary>Where the platform is, and how long to try.</summary>
public sealed record MessagingClientOptions
{
    private const string KeyPrefix = "msk_";
    private const int MostRetries = 10;

    /// <summary>Where the platform is, such as https://rewards.example.com; a path before its API may follow.</summary>
    public Uri? Address { get; set; }

    /// <summary>The key of a service account, as which every call is made. Null: users sign in, with <see cref="MessagingClient.Sessions"/>.</summary>
    public string? ServiceKey { get; set; }

    /// <summary>
    /// How often a call is tried again that had no answer, or 429, 502, 503 or 504: 0 to 10. A mutation keeps its Idempotency-Key, so that
    /// it is done once; what has none is tried again only when it cannot have been done.
    /// </summary>
    public int Retries { get; set; } = 4;

    /// <summary>The longest pause before a try. Where the platform asks for a longer one, its refusal is thrown, with <see cref="ProblemException.RetryAfter"/>.</summary>
    public TimeSpan LongestWait { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Null when they make sense.</summary>
    internal string? Fault() => this switch
    {
        { Address: not { IsAbsoluteUri: true, Scheme: "http" or "https", Query: "", Fragment: "" } } => $"{nameof(Address)} is '{Address}', not an address like https://rewards.example.com.",
        { ServiceKey: { } key } when !key.StartsWith(KeyPrefix, StringComparison.Ordinal) => $"{nameof(ServiceKey)} does not begin with {KeyPrefix}.",
        { Retries: < 0 or > MostRetries } => $"{nameof(Retries)} is {Retries}, not 0 to {MostRetries}.",
        { LongestWait: var wait } when wait <= TimeSpan.Zero || wait > TimeSpan.FromHours(1) => $"{nameof(LongestWait)} is {wait}, not up to an hour.",
        _ => null,
    };

    /// <summary>Without the key, for logs.</summary>
    public override string ToString() => $"{nameof(MessagingClientOptions)} of {Address}";
}
