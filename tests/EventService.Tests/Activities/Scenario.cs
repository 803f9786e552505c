using System.Globalization;
using System.Text.Json;
using Contracts.Activities;
using Contracts.Events;
using EventService.Activities;
using EventService.Conditions;

namespace EventService.Tests.Activities;

/// <summary>Random activities and questions about them, and the answers that reading every activity gives.</summary>
internal sealed class Scenario(int seed)
{
    private const string Type = "purchase";

    private static readonly string[] Zones =
        ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Apia", "Pacific/Chatham", "America/St_Johns"];

    private static readonly Measurement[] Measures = Enum.GetValues<Measurement>();

    /// <summary>Around a change to summer time and one back, in most zones.</summary>
    private static readonly DateTimeOffset[] Weeks =
        [new(2026, 3, 27, 0, 0, 0, TimeSpan.Zero), new(2026, 10, 30, 0, 0, 0, TimeSpan.Zero)];

    private readonly Random random = new(seed);
    private readonly List<Activity> answered = [];

    public Guid UserId { get; } = Guid.NewGuid();

    public string Owner => ActivityDocument.OwnerOf(UserId, Type);

    public int Next(int below) => random.Next(below);

    public List<Activity> Batch() => [.. Enumerable.Range(0, random.Next(1, 60)).Select(_ => Activity())];

    public void Answered(IEnumerable<Activity> batch)
    {
        foreach (var activity in batch.Where(activity => answered.TrueForAll(known => known.Key != activity.Key)))
        {
            answered.Add(activity);
        }
    }

    public async Task Check(ActivityStore store)
    {
        for (var i = 0; i < 12; i++)
        {
            var zone = TimeZoneInfo.FindSystemTimeZoneById(Zones[random.Next(Zones.Length)]);
            var from = Time();
            var until = from.AddTicks(random.NextInt64(TimeSpan.TicksPerDay * 9));
            var leaf = Leaf();
            var history = await ActivityHistory.Load(store, Owner, from, until, zone, default);

            var tally = await history.Tally(leaf, default);

            var expected = Naive(leaf, from, until, zone);
            var question = $"seed {seed}: {JsonSerializer.Serialize(leaf)} in {zone.Id} from {from:O} until {until:O}";
            tally.Count.ShouldBe(expected.Count, question);
            tally.Sum.ShouldBe(leaf.Field is null ? 0 : expected.Sum, question);
            if (leaf.Measure is Measurement.DistinctDays or Measurement.StreakDays)
            {
                tally.Days.Order().ShouldBe(expected.Days.Order(), question);
            }
        }
    }

    /// <summary>3 and "3" are equal, 3 and "3.0" are not.</summary>
    private JsonElement Level() => random.Next(3) switch
    {
        0 => JsonSerializer.SerializeToElement($"{random.Next(40)}"),
        1 => JsonSerializer.SerializeToElement($"{random.Next(40)}.0"),
        _ => JsonElement.Parse($"{random.Next(40)}.0"),
    };

    private static string TextOf(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetDecimal().ToString("0.#################", CultureInfo.InvariantCulture);

    private Tally Naive(Condition leaf, DateTimeOffset from, DateTimeOffset until, TimeZoneInfo zone)
    {
        var counted = answered.FindAll(activity => from <= activity.OccurredAt && activity.OccurredAt < until
            && (leaf.Where ?? new Dictionary<string, JsonElement>()).All(entry =>
                activity.Data?.TryGetValue(entry.Key, out var value) == true && TextOf(value) == TextOf(entry.Value)));
        var sum = counted.Sum(activity => leaf.Field is { } field && activity.Data?.TryGetValue(field, out var value) == true
            && value.ValueKind == JsonValueKind.Number ? value.GetDecimal() : 0);
        var days = counted.Select(activity => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(activity.OccurredAt, zone).DateTime));
        return new Tally(counted.Count, sum, days.ToHashSet());
    }

    private Activity Activity()
    {
        var time = Time();
        if (answered.Count > 0 && random.Next(10) == 0)
        {
            return answered[random.Next(answered.Count)];
        }

        var data = new Dictionary<string, JsonElement>();
        Maybe("stage", () => JsonSerializer.SerializeToElement($"{random.Next(4)}"));
        Maybe("level", Level);
        Maybe("amount", () => random.Next(8) == 0 ? JsonSerializer.SerializeToElement("none") : JsonSerializer.SerializeToElement((random.Next(100000) / 100m) + (random.Next(3) * 0.00000000000000004m)));
        Maybe("order", () => JsonSerializer.SerializeToElement(Guid.NewGuid().ToString()));
        for (var i = random.Next(3); i > 0; i--)
        {
            data[$"field {random.Next(45)}"] = JsonSerializer.SerializeToElement(random.Next(10));
        }

        return new Activity(UserId, Type, time, Guid.NewGuid().ToString(), data);

        void Maybe(string name, Func<JsonElement> value)
        {
            if (random.Next(4) > 0)
            {
                data[name] = value();
            }
        }
    }

    private Condition Leaf()
    {
        var where = new Dictionary<string, JsonElement>();
        if (random.Next(2) == 0)
        {
            where["stage"] = JsonSerializer.SerializeToElement($"{random.Next(4)}");
        }

        if (random.Next(4) == 0)
        {
            where["level"] = Level();
        }

        var measure = Measures[random.Next(Measures.Length)];
        var field = measure != Measurement.Sum ? null : random.Next(2) == 0 ? "amount" : $"field {random.Next(45)}";
        return new Condition(Fact: Type, Measure: measure, Field: field, Where: where.Count == 0 ? null : where, Op: Comparison.AtLeast, Value: 1);
    }

    /// <summary>Often on a bound of a quarter of an hour, or beside it.</summary>
    private DateTimeOffset Time()
    {
        var quarter = Weeks[random.Next(Weeks.Length)].AddMinutes(15 * random.Next(96 * 6));
        return random.Next(4) switch
        {
            0 => quarter,
            1 => quarter.AddTicks(-1),
            _ => quarter.AddTicks(random.NextInt64(TimeSpan.TicksPerMinute * 15)),
        };
    }
}
