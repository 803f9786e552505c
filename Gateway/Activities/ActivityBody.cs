using System.Text.Json;
using Contracts.Activities;
using Texts;

namespace Gateway.Activities;

[Requires("userId", "type", "occurredAt", "key")]
internal sealed record ActivityBody : RequestBody
{
    private const int LongestType = 100;
    private const int LongestKey = 200;
    private const int MostData = 20;
    private const int LongestName = 100;
    private const int LongestText = 200;

    private const decimal LargestNumber = 1_000_000_000_000_000;

    private static readonly TimeSpan MostAhead = TimeSpan.FromMinutes(5);

    [Shape(Format = "uuid")]
    public string? UserId { get; init; }

    public string? Type { get; init; }

    [Shape(Format = "date-time")]
    public string? OccurredAt { get; init; }

    /// <summary>The same key again, for this user and type, is a duplicate and changes nothing.</summary>
    public string? Key { get; init; }

    /// <summary>Texts and numbers by name, for conditions.</summary>
    public Dictionary<string, JsonElement>? Data { get; init; }

    protected override void Rules(Faults faults)
    {
        if (faults.Requires(UserId, "userId"))
        {
            faults.FilterId(UserId, "userId");
        }

        if (faults.Requires(Type, "type"))
        {
            faults.Add(new FieldFaults().Identifier(Type, "type", LongestType));
        }

        faults.RequiredText(Key, "key", LongestKey);
        if (faults.Requires(OccurredAt, "occurredAt") && faults.Instant(OccurredAt, "occurredAt") is { } time)
        {
            faults.AddIf(time > faults.Now + MostAhead, "occurredAt", "lies at most 5 minutes ahead.");
            faults.AddIf(time < DateTimeOffset.UnixEpoch, "occurredAt", "lies in 1970 or later.");
        }

        faults.AddIf(Data?.Count > MostData, "data", $"has at most {MostData} entries.");
        foreach (var (name, value) in (Data ?? []).Take(MostData))
        {
            faults.AddIf(!IsName(name) || !IsValue(value), $"data.{name}", $"has a name of 1 to {LongestName} characters and a text of at most {LongestText} characters, or a number up to 10^15 of at most 28 significant digits, as value.");
        }
    }

    public Activity ToContract() => new(
        QueryFilter.Id(UserId)!.Value, Composed.Of(Type!), Instants.TryParse(OccurredAt, out var time) ? time : default, Key!, Data);

    private static bool IsName(string name) => name.Length > 0 && Characters.Count(name) <= LongestName && !name.Contains('\0', StringComparison.Ordinal);

    private static bool IsValue(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Number:
                return ExactNumber.TryRead(value, out var number) && Math.Abs(number) <= LargestNumber;
            case JsonValueKind.String:
                try
                {
                    return value.GetString() is { } text && Characters.Count(text) <= LongestText && !text.Contains('\0', StringComparison.Ordinal);
                }
                catch (InvalidOperationException)
                {
                    // Half of a surrogate pair: no text.
                    return false;
                }

            default:
                return false;
        }
    }
}
