using System.Linq.Expressions;

namespace Documents;

/// <summary>
/// How a document type is stored: its collection, its unique fields and its indexes, declared once beside the type.
/// Fields are top-level properties of type string, Guid, bool, enum or DateTimeOffset (or nullable of these); their
/// JSON text orders as the value does. A document whose field is null is outside the indexes on that field: a unique
/// field may be null any number of times.
/// </summary>
public abstract class Schema(string collection, Type documentType)
{
    private readonly List<string> uniqueFields = [];
    private readonly List<IReadOnlyList<string>> indexes = [];
    private readonly List<Searched> searches = [];

    /// <summary>Lower-case letters and underscores; the name of the table or collection.</summary>
    public string Collection { get; } = collection;

    /// <summary>A trace names the saving of one document so.</summary>
    internal string SpanOfSave { get; } = $"save {collection}";

    public Type DocumentType { get; } = documentType;

    /// <summary>Camel-case names of fields whose value no two documents share.</summary>
    public IReadOnlyList<string> UniqueFields => uniqueFields;

    /// <summary>Each index: fields compared for equality first, the field that orders last.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Indexes => indexes;

    /// <summary>What can be searched by a part of its text.</summary>
    public IReadOnlyList<Searched> Searches => searches;

    /// <summary>Every field named in a unique rule, an index or a search, once.</summary>
    public IReadOnlyList<string> Fields => field ??= [.. uniqueFields.Concat(indexes.SelectMany(i => i)).Concat(searches.Select(s => s.Field)).Distinct()];

    /// <summary>Those of <see cref="Fields"/> that an engine keeps beside the body: all but the id, which it has anyway.</summary>
    public IReadOnlyList<string> KeptFields => field ??= [.. Fields.Where(f => f != "id")];

    /// <summary>The text of each of <see cref="Fields"/> in a serialized body; null when absent.</summary>
    public IReadOnlyDictionary<string, string?> FieldValues(ReadOnlyMemory<byte> body)
    {
        var texts = DocumentJson.TextsOf(body.Span, Fields);
        return Fields.Index().ToDictionary(f => f.Item, f => texts[f.Index]);
    }

    protected void AddUnique(string field) => uniqueFields.Add(field);

    protected void AddIndex(IReadOnlyList<string> fields) => indexes.Add(fields);

    protected void AddSearch(Searched search) => searches.Add(search);
}

/// <param name="Field">Whose text is searched.</param>
/// <param name="OrderField">The order of what is found; an index ends with it.</param>
public sealed record Searched(string Field, string OrderField);

/// <inheritdoc cref="Schema"/>
public sealed class Schema<T>(string collection) : Schema(collection, typeof(T)) where T : Document
{
    public Schema<T> Unique(Expression<Func<T, object?>> field)
    {
        AddUnique(DocumentJson.FieldName(field));
        return this;
    }

    public Schema<T> Index(params Expression<Func<T, object?>>[] fields)
    {
        AddIndex([.. fields.Select(DocumentJson.FieldName)]);
        return this;
    }

    /// <summary>Documents can be found by a part of this field's text, in the order of another field (<see cref="Query{T}.Containing"/>).</summary>
    public Schema<T> Search(Expression<Func<T, object?>> field, Expression<Func<T, object?>> orderedBy)
    {
        AddSearch(new Searched(DocumentJson.FieldName(field), DocumentJson.FieldName(orderedBy)));
        return this;
    }
}
