using System.Text.Json;
using Contracts.Events;

namespace EventService.Activities;

/// <summary>Activities with the same data, as far as a rollup tells data apart.</summary>
internal sealed class RollupGroup
{
    /// <summary>Canonical values by name.</summary>
    public required Dictionary<string, string> Labels { get; init; }

    public Dictionary<int, RollupCell> Cells { get; init; } = [];

    public static string NameOf(Dictionary<string, string> labels) =>
        labels.Count == 0 ? "" : JsonSerializer.Serialize(labels.OrderBy(label => label.Key, StringComparer.Ordinal));

    public string Name() => NameOf(Labels);

    public bool Matches(Condition leaf) =>
        leaf.Where is null || leaf.Where.All(entry =>
            Labels.TryGetValue(entry.Key, out var value) && value == ActivityValues.Canonical(entry.Value));

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
