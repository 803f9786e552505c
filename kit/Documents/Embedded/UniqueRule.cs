namespace Documents.Embedded;

/// <summary>Which document holds each value of one unique field.</summary>
internal sealed class UniqueRule(string field, int position)
{
    private readonly Dictionary<string, string> holders = [];

    public string Field { get; } = field;

    public string? ValueOf(string?[] fields) => fields[position];

    public string? Holder(string value) => holders.GetValueOrDefault(value);

    /// <summary>False when another document has the value.</summary>
    public bool Add(Row row) => row.Fields[position] is not { } value || holders.TryAdd(value, row.Id);

    public void Remove(Row row)
    {
        if (row.Fields[position] is { } value)
        {
            holders.Remove(value);
        }
    }
}
