namespace CampaignService.Platforms;

/// <summary>What came of reading a page of an account's campaigns.</summary>
internal abstract record PageOutcome
{
    private PageOutcome()
    {
    }

    /// <param name="NextCursor">Null after the last page.</param>
    public sealed record Page(IReadOnlyList<PlatformCampaign> Items, string? NextCursor) : PageOutcome;

    /// <summary>The platform has enough for now.</summary>
    /// <param name="After">How long it asks to be left alone; null when it does not say.</param>
    public sealed record RateLimited(TimeSpan? After) : PageOutcome;

    /// <summary>It failed, in a way that may pass.</summary>
    /// <inheritdoc cref="RateLimited"/>
    public sealed record Retry(TimeSpan? After) : PageOutcome;

    /// <summary>Nobody answered, or not in time; that may pass too.</summary>
    public sealed record Unreachable(string Why) : PageOutcome;

    /// <summary>It takes these credentials for nobody's.</summary>
    public sealed record Unauthorized : PageOutcome;

    /// <summary>It may not be called at all.</summary>
    public sealed record Forbidden(string Why) : PageOutcome;

    /// <summary>It does not speak as it should.</summary>
    public sealed record BadAnswer(string Why) : PageOutcome;
}
