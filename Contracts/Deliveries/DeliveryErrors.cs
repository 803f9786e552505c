namespace Contracts.Deliveries;

/// <summary>Why an attempt to deliver had no success, where the status of the answer does not say it.</summary>
public static class DeliveryErrors
{
    public const string AddressForbidden = "ADDRESS_FORBIDDEN";
    public const string CircuitOpen = "CIRCUIT_OPEN";
    public const string Interrupted = "INTERRUPTED";
    public const string InvalidAnswer = "INVALID_ANSWER";
    public const string NameNotResolved = "NAME_NOT_RESOLVED";
    public const string NotConnected = "NOT_CONNECTED";
    public const string RedirectNotFollowed = "REDIRECT_NOT_FOLLOWED";
    public const string SecretUnreadable = "SECRET_UNREADABLE";
    public const string Timeout = "TIMEOUT";
    public const string TlsFailed = "TLS_FAILED";
    public const string UrlForbidden = "URL_FORBIDDEN";
}
