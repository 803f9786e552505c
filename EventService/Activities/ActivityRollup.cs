using Documents;

namespace EventService.Activities;

/// <summary>
/// What an owner's activities of one UTC month (a cell a day) or one UTC day (a cell a quarter of an hour) add up to,
/// in groups of equal data. A name with too many different values is left out of the groups from then on: a condition
/// that asks for it looks at the next finer level, and in the end at the activities themselves.
/// </summary>
internal sealed class ActivityRollup : Document
{
    public static readonly Schema<ActivityRollup> Schema = new Schema<ActivityRollup>("activity_rollups")
        .Index(r => r.Series, r => r.Start);

    private const int MaxGroups = 64;
    private const int MaxFields = 32;

    /// <summary>Level and owner.</summary>
    public required string Series { get; init; }

    public required DateTimeOffset Start { get; init; }

    /// <summary>The last epoch that is in here; folding it again changes nothing.</summary>
    public int Epoch { get; set; }

    public List<RollupGroup> Groups { get; set; } = [];

    /// <summary>Names that do not divide groups any more.</summary>
    public HashSet<string> Mixed { get; init; } = [];

    /// <summary>Names that have sums.</summary>
    public HashSet<string> Summed { get; init; } = [];

    /// <summary>There were numbers of other names too.</summary>
    public bool HasMoreFields { get; set; }

    public static ActivityRollup Of(RollupLevel level, string owner, DateTimeOffset start) => new()
    {
        Id = level.IdOf(owner, start),
        Series = level.SeriesOf(owner),
        Start = start,
    };

    /// <summary>Whether a leaf's activities can be told apart in here.</summary>
    public bool CanAnswer(Contracts.Events.Condition leaf) =>
        (leaf.Where is null || !leaf.Where.Keys.Any(Mixed.Contains))
        && (leaf.Field is null || Summed.Contains(leaf.Field) || !HasMoreFields);

    public void Fold(int epoch, RollupLevel level, IEnumerable<ActivityDocument> activities)
    {
        var groups = Groups.ToDictionary(group => group.Name());
        foreach (var activity in activities)
        {
            var labels = Labels(activity);
            var name = RollupGroup.NameOf(labels);
            if (!groups.TryGetValue(name, out var group))
            {
                groups[name] = group = new RollupGroup { Labels = labels };
            }

            group.Add(level.CellOf(activity.OccurredAt), activity.OccurredAt, Start, Numbers(activity));
            while (groups.Count > MaxGroups)
            {
                groups = Mix(groups.Values);
            }
        }

        Groups = [.. groups.Values];
        Epoch = epoch;
    }

    /// <summary>Leaves how many there were and when, and nothing of what their data was. False when there is no more than that.</summary>
    public bool EraseData()
    {
        if (Mixed.Count == 0 && Summed.Count == 0 && Groups is [] or [{ Labels.Count: 0 }])
        {
            return false;
        }

        var all = new RollupGroup { Labels = [] };
        foreach (var group in Groups)
        {
            all.Add(group);
        }

        foreach (var cell in all.Cells.Values)
        {
            cell.Sums = null;
        }

        Groups = [all];
        Mixed.Clear();
        Summed.Clear();
        HasMoreFields = false;
        return true;
    }

    private Dictionary<string, string> Labels(ActivityDocument activity)
    {
        var labels = new Dictionary<string, string>();
        foreach (var (name, value) in activity.Data ?? [])
        {
            if (!Mixed.Contains(name) && ActivityValues.Canonical(value) is { } text)
            {
                labels[name] = text;
            }
        }

        return labels;
    }

    private List<(string Name, decimal Value)> Numbers(ActivityDocument activity)
    {
        var numbers = new List<(string, decimal)>();
        foreach (var (name, value) in activity.Data ?? [])
        {
            if (ActivityValues.Number(value) is not { } number)
            {
                continue;
            }

            if (Summed.Contains(name) || (Summed.Count < MaxFields && Summed.Add(name)))
            {
                numbers.Add((name, number));
            }
            else
            {
                HasMoreFields = true;
            }
        }

        return numbers;
    }

    /// <summary>Leaves the name with the most different values out of the groups.</summary>
    private Dictionary<string, RollupGroup> Mix(IEnumerable<RollupGroup> groups)
    {
        var all = groups.ToList();
        var name = all.SelectMany(group => group.Labels)
            .Distinct()
            .GroupBy(label => label.Key)
            .OrderByDescending(values => values.Count())
            .ThenBy(values => values.Key, StringComparer.Ordinal)
            .First().Key;
        Mixed.Add(name);
        var mixed = new Dictionary<string, RollupGroup>();
        foreach (var group in all)
        {
            group.Labels.Remove(name);
            if (mixed.TryGetValue(group.Name(), out var same))
            {
                same.Add(group);
            }
            else
            {
                mixed[group.Name()] = group;
            }
        }

        return mixed;
    }
}
