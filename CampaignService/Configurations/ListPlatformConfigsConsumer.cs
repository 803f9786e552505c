using System.Globalization;
using CampaignService.Platforms;
using Contracts;
using Contracts.Connections;
using Documents;
using MassTransit;

namespace CampaignService.Configurations;

internal sealed class ListPlatformConfigsConsumer(KnownPlatforms platforms, IDocumentStore<PlatformConfigs> configs) : IConsumer<ListPlatformConfigs>
{
    private const int LongestPage = 100;

    public async Task Consume(ConsumeContext<ListPlatformConfigs> context)
    {
        var (owner, platform, limit, cursor) = context.Message;
        object answer =
            platforms.Find(platform) is null ? Refusals.NoPlatform
            : !Cursor.TryParse(cursor, out var after) ? FieldFaults.BadCursor
            : await configs.Get(PlatformConfigs.IdOf(owner, platform), context.CancellationToken) is { } found ? Page(found, after, Math.Clamp(limit, 1, LongestPage))
            : new PlatformConfigList([], null);
        await context.RespondAsync(answer, answer.GetType());
    }

    /// <summary>All of them are in one document, newest first.</summary>
    private static PlatformConfigList Page(PlatformConfigs configs, Cursor? after, int limit)
    {
        var rest = configs.Configs.Where(config => after is null || string.CompareOrdinal(Text(config), after.OrderValue) < 0)
            .OrderByDescending(Text, StringComparer.Ordinal).ToList();
        return new PlatformConfigList(
            [.. rest.Take(limit).Select(configs.ToDetails)],
            rest.Count > limit ? new Cursor(Text(rest[limit - 1]), rest[limit - 1].Id.ToString()).ToString() : null);
    }

    /// <summary>Orders as the configurations do: the time at which each was made, and where two are of one time their ids.</summary>
    private static string Text(PlatformConfig config) => $"{config.CreatedAt.UtcTicks.ToString("d19", CultureInfo.InvariantCulture)} {config.Id}";
}
