namespace OperatorsConsole.Events.Editing;

/// <summary>Whose value of a field stays.</summary>
public enum Side
{
    Undecided,
    Theirs,
    Mine,
}

/// <summary>
/// A change that met another one. Read: what both began with. Where one side alone changed a field, its value stands unless the person says
/// otherwise; where both did, the person must say.
/// </summary>
public sealed class Merge
{
    private readonly Dictionary<DraftField, Side> sides;

    public Merge(EventDraft read, EventDraft mine, Event theirs)
    {
        ArgumentNullException.ThrowIfNull(theirs);
        (Read, Mine, Stored) = (read, mine, theirs);
        sides = EventDraft.Fields.Where(field => field.Differs(Mine, Theirs)).ToDictionary(field => field, Judge);
    }

    public EventDraft Read { get; }

    public EventDraft Mine { get; }

    public Event Stored { get; }

    public EventDraft Theirs => EventDraft.Of(Stored);

    /// <summary>The fields in which the two differ.</summary>
    public IReadOnlyCollection<DraftField> Fields => sides.Keys;

    public bool IsDecided => !sides.ContainsValue(Side.Undecided);

    public EventDraft Merged => sides.Where(side => side.Value == Side.Mine).Aggregate(Theirs, (merged, side) => side.Key.Take(merged, Mine));

    public Side this[DraftField field]
    {
        get => sides[field];
        set => sides[field] = value;
    }

    private Side Judge(DraftField field) => (field.Differs(Read, Theirs), field.Differs(Read, Mine)) switch
    {
        (true, true) => Side.Undecided,
        (true, false) => Side.Theirs,
        (false, _) => Side.Mine,
    };
}
