using System.Text.Json;
using CampaignService.Platforms;
using Contracts;
using Contracts.Connections;

namespace CampaignService.Configurations;

internal static class ConfigInput
{
    /// <summary>What is wrong with a configuration for a platform; null when nothing is.</summary>
    public static Refused? Judge(this KnownPlatforms platforms, string platformId, string name, IReadOnlyDictionary<string, JsonElement> settings)
    {
        if (platforms.Find(platformId) is not { } platform)
        {
            return Refusals.NoPlatform;
        }

        var faults = new FieldFaults().ConfigName(name).JsonObject(settings, "settings");
        if (faults.Found.Count == 0)
        {
            var json = JsonSerializer.SerializeToElement(settings);
            if (platform.Settings.Check(json, "settings", faults))
            {
                platform.Check(json, faults);
            }
        }

        return faults.ToRefusal();
    }
}
