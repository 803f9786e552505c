namespace Hosting.Networks;

public static class RetryAfterExtensions
{
    /// <summary>How long a server asks to wait, by its header Retry-After in seconds or as a date; null when it does not say.</summary>
    public static TimeSpan? RetryAfter(this HttpResponseMessage response, TimeProvider time)
    {
        var asked = response.Headers.RetryAfter;
        return asked?.Delta ?? (asked?.Date - time.GetUtcNow());
    }
}
