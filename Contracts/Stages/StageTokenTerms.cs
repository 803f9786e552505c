using System.Text;

namespace Contracts.Stages;

/// <summary>What a stage token is asked for, and the bounds of it.</summary>
public sealed record StageTokenTerms(
    IReadOnlyList<StageCapability> Capabilities, int DurationMinutes = StageTokenTerms.UsualMinutes, IReadOnlyDictionary<string, string>? Attributes = null)
{
    public const int UsualMinutes = 60;

    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(MaxMinutes);

    private const int MaxMinutes = 1440;
    private const int MaxAttributeBytes = 1024;

    public bool MayPublish => Capabilities.Contains(StageCapability.Publish);

    public void Check(FieldFaults faults) => faults
        .AddIf(
            !Capabilities.Contains(StageCapability.Subscribe) || Capabilities.Distinct().Count() != Capabilities.Count,
            "capabilities",
            "are SUBSCRIBE alone, or PUBLISH and SUBSCRIBE.")
        .Range(DurationMinutes, "durationMinutes", 1, MaxMinutes)
        .AddIf(
            Attributes?.Keys.Any(string.IsNullOrWhiteSpace) == true || Attributes?.Keys.Distinct(StringComparer.OrdinalIgnoreCase).Count() != Attributes?.Count,
            "attributes",
            "have names, no two of which differ in case alone.")
        .AddIf(
            Attributes?.Sum(attribute => Encoding.UTF8.GetByteCount(attribute.Key) + Encoding.UTF8.GetByteCount(attribute.Value)) > MaxAttributeBytes,
            "attributes",
            $"have at most {MaxAttributeBytes} bytes in all.");
}
