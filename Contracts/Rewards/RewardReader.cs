using System.Text.Json;
using Texts;

namespace Contracts.Rewards;

/// <summary>Takes the fields of one kind of value out of those that are given, and tells what is wrong with them.</summary>
internal sealed class RewardReader(
    RewardType type, RewardFields given, FieldFaults faults, Reading reading, DateTimeOffset? now = null, bool fromList = false, bool isSealed = false)
{
    private const int MaxText = 100;

    public RewardFields Given => given;

    /// <summary>The value's codes are in a list: it has none of its own.</summary>
    public bool FromList => fromList;

    /// <summary>Composed; null when it is not given.</summary>
    public string? Identifier(string? text, string field)
    {
        if (Takes(text, field))
        {
            faults.Identifier(text, field, MaxText);
        }

        return text is null ? null : Composed.Of(text);
    }

    /// <summary>A code that the Gateway has sealed was judged by it.</summary>
    public string? Code(string? text, string field)
    {
        if (!isSealed)
        {
            return Identifier(text, field);
        }

        if (Takes(text, field))
        {
            faults.AddIf(text is not null && SealedCode.Find(text) is null, field, "is not sealed.");
        }

        return text;
    }

    public long Number(long? number, string field, long most)
    {
        if (Takes(number, field))
        {
            faults.Range(number, field, 1, most);
        }

        return number ?? 0;
    }

    public DateTimeOffset Future(DateTimeOffset? time, string field)
    {
        if (Takes(time, field))
        {
            faults.AddIf(time <= now, field, "is a time in the future.");
        }

        return time ?? default;
    }

    private bool Takes(object? value, string field)
    {
        faults.AddIf(reading == Reading.Whole && value is null, field, "is required.");
        faults.AddIf(reading == Reading.Foreign && value is not null, field, $"goes with {JsonNamingPolicy.SnakeCaseUpper.ConvertName(type.ToString())} only.");
        return reading != Reading.Foreign;
    }
}

internal enum Reading
{
    /// <summary>All fields of the kind are needed.</summary>
    Whole,

    /// <summary>Any of them may be missing.</summary>
    Part,

    /// <summary>It is another kind that is read: none of them belongs to it.</summary>
    Foreign,
}
