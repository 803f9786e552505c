namespace Documents.Engines;

/// <summary>An index that an engine keeps for a schema, besides that of the ids: of a unique field, of an order, or of what is searched.</summary>
/// <param name="Declared">As the schema names them: those compared for equality first, the one that orders last.</param>
/// <param name="Searched">The field whose texts are looked into as they are passed in this order; null when none is.</param>
internal sealed record FieldIndex(string Collection, IReadOnlyList<string> Declared, bool IsUnique, string? Searched = null)
{
    /// <summary>Unique in the database.</summary>
    public string Name => IsUnique ? $"{Collection}_{Declared[0]}_key"
        : Searched is null ? $"{Collection}_{string.Join('_', Declared)}_idx"
        : $"{Collection}_{string.Join('_', Declared)}_{Searched}_search";

    /// <summary>What it is made of. Ties of an order are ordered by the id.</summary>
    public IReadOnlyList<string> Fields => IsUnique ? Declared : [.. Declared.Append("id").Concat(Searched is null ? [] : [Searched]).Distinct()];

    /// <summary>
    /// A document without this field is outside: a unique field may be absent any number of times, and a due time that has
    /// passed costs nothing any more.
    /// </summary>
    public string Required => Declared[^1];

    public static IReadOnlyList<FieldIndex> Of(Schema schema) =>
    [
        .. schema.UniqueFields.Select(f => new FieldIndex(schema.Collection, [f], true)),
        .. schema.Indexes.Where(i => i is not ["id"]).Select(i => new FieldIndex(schema.Collection, i, false)),
        .. schema.Searches.Select(s => new FieldIndex(schema.Collection, [s.OrderField], false, s.Field)),
    ];
}
