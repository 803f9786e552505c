using System.Text;
using System.Text.Json.Serialization;
using Contracts.Events;
using Messages;

namespace EventService.Activities;

/// <summary>Activities with the same data, as far as a rollup tells data apart.</summary>
internal sealed record RollupGroup : Extensible
{
    /// <summary>Canonical values by name.</summary>
    public required Dictionary<string, string> Labels { get; init; }

    [JsonConverter(typeof(RollupCellsConverter))]
    public Dictionary<int, RollupCell> Cells { get; init; } = [];

    public static string NameOf(Dictionary<string, string> labels)
    {
        var name = new StringBuilder();
        foreach (var (key, value) in labels.OrderBy(label => label.Key, StringComparer.Ordinal))
        {
            // NUL is in no name and no value.
            name.Append(key).Append('\0').Append(value).Append('\0');
        }

        return name.ToString();
    }

    public string Name() => NameOf(Labels);

    public bool Matches(Condition leaf) =>
        leaf.Where is null || leaf.Where.All(entry =>
            Labels.TryGetValue(entry.Key, out var value) && ActivityValues.Same(value, ActivityValues.Canonical(entry.Value)));

    public void Add(int index, DateTimeOffset occurredAt, DateTimeOffset start, List<(string Name, decimal Value)> numbers)
    {
        if (!Cells.TryGetValue(index, out var cell))
        {
            Cells[index] = cell = new RollupCell();
        }

        cell.Add(occurredAt, start, numbers);
    }

    public void Add(RollupGroup other)
    {
        foreach (var (index, cell) in other.Cells)
        {
            if (Cells.TryGetValue(index, out var same))
            {
                same.Add(cell);
            }
            else
            {
                Cells[index] = cell;
            }
        }
    }
}
