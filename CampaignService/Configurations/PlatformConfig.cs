using System.Text.Json;
using Messages;

namespace CampaignService.Configurations;

internal sealed record PlatformConfig(
    Guid Id, string Name, IReadOnlyDictionary<string, JsonElement> Settings, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt) : Extensible;
