namespace Hosting.Configuration;

/// <summary>A setting that is missing or wrong. Its message is the one line with which the host stops.</summary>
public sealed class ConfigurationException(string key, string fault)
    : Exception($"Configuration: {key.Replace(":", "__", StringComparison.Ordinal)} {fault}.");
