using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Hosting.Configuration;

/// <summary>Reads settings; a missing or wrong one throws <see cref="ConfigurationException"/>, which names its key.</summary>
public static class ConfigurationExtensions
{
    public static string Required(this IConfiguration configuration, string key) =>
        configuration[key] is { Length: > 0 } value ? value : throw new ConfigurationException(key, "is missing");

    /// <summary>One of the allowed words; the first when the key is absent.</summary>
    public static string OneOf(this IConfiguration configuration, string key, params string[] allowed)
    {
        var value = configuration[key];
        return string.IsNullOrEmpty(value)
            ? allowed[0]
            : allowed.FirstOrDefault(word => word.Equals(value, StringComparison.OrdinalIgnoreCase))
                ?? throw new ConfigurationException(key, $"is '{value}', not one of {string.Join(", ", allowed)}");
    }

    public static int Number(this IConfiguration configuration, string key, int absent, int least, int most)
    {
        var value = configuration[key];
        if (string.IsNullOrEmpty(value))
        {
            return absent;
        }

        return int.TryParse(value, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new ConfigurationException(key, $"is '{value}', not a whole number from {least} to {most}");
    }

    public static bool Flag(this IConfiguration configuration, string key, bool absent)
    {
        var value = configuration[key];
        if (string.IsNullOrEmpty(value))
        {
            return absent;
        }

        return bool.TryParse(value, out var flag) ? flag : throw new ConfigurationException(key, $"is '{value}', not true or false");
    }
}
