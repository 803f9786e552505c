using System.Collections.Concurrent;
using System.Text.Json;
using CampaignService.Platforms;
using Contracts;

namespace CampaignService.Tests.Syncs;

/// <summary>A platform that lists what the test says, by pages, and fails as the test says.</summary>
internal sealed class ScriptedPlatform : IPlatform
{
    public const string Token = "a-token-of-the-platform";

    private readonly ConcurrentQueue<string?> asked = new();

    public string Id => "http";

    public string Name => "Scripted";

    public InputSchema Settings { get; } = InputSchema.Parse("""{"type": "object"}""");

    public InputSchema Credentials { get; } = InputSchema.Parse("""{"type": "object"}""");

    public List<PlatformCampaign> Campaigns { get; set; } = [];

    public int PageSize { get; set; } = 10;

    /// <summary>Answers in place of a page; null lets the page be.</summary>
    public Func<string?, PageOutcome?> Instead { get; set; } = _ => null;

    /// <summary>Before a page is answered.</summary>
    public Func<Task> Before { get; set; } = () => Task.CompletedTask;

    /// <summary>The cursors that were asked for, in order.</summary>
    public IReadOnlyList<string?> Asked => [.. asked];

    public void Check(JsonElement settings, FieldFaults faults)
    {
    }

    public async Task<PageOutcome> Read(JsonElement settings, JsonElement credentials, string? cursor, CancellationToken cancellationToken)
    {
        asked.Enqueue(cursor);
        settings.GetProperty("baseUrl").GetString().ShouldBe("https://ads.example");
        credentials.GetProperty("token").GetString().ShouldBe(Token);
        await Before();
        var from = cursor is null ? 0 : int.Parse(cursor);
        var next = from + PageSize;
        return Instead(cursor) ?? new PageOutcome.Page([.. Campaigns.Skip(from).Take(PageSize)], next < Campaigns.Count ? next.ToString() : null);
    }

    public static PlatformCampaign Campaign(int number, decimal spend = 1, string status = "ACTIVE") => new(
        $"c-{number}", $"Campaign {number}", status, new Dictionary<string, decimal> { ["impressions"] = 100, ["spend"] = spend }, new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public static List<PlatformCampaign> Some(int count) => [.. Enumerable.Range(0, count).Select(number => Campaign(number))];
}
