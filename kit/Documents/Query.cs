using System.Linq.Expressions;
using Documents.Engines;

namespace Documents;

/// <summary>
/// A page of a collection: documents that equal the given values, in the order of one field and then of the id.
/// Some declared index must end with the ordering field; the other fields must be declared in some index.
/// </summary>
public sealed class Query<T> where T : Document
{
    private readonly List<FieldFilter> filters = [];
    private string? orderField;
    private bool descending;
    private string? from;
    private string? until;
    private Cursor? after;
    private FieldPart? part;
    private int limit = 20;

    /// <summary>Only documents whose field has one of these values.</summary>
    public Query<T> Where(Expression<Func<T, object?>> field, params object[] anyOf)
    {
        filters.Add(new FieldFilter(DocumentJson.FieldName(field), [.. anyOf.Select(v => DocumentJson.TextOf(v)!)]));
        return this;
    }

    /// <summary>
    /// Only documents whose field has this text in it, code point by code point; any text has the empty one. The schema declares
    /// the search, with the order of this query.
    /// </summary>
    public Query<T> Containing(Expression<Func<T, object?>> field, string text)
    {
        part = new FieldPart(DocumentJson.FieldName(field), text);
        return this;
    }

    public Query<T> OrderBy(Expression<Func<T, object?>> field) => Order(field, false);

    public Query<T> OrderByDescending(Expression<Func<T, object?>> field) => Order(field, true);

    /// <summary>Only documents whose ordering field is at or after this value.</summary>
    public Query<T> From(object? value)
    {
        from = DocumentJson.TextOf(value);
        return this;
    }

    /// <summary>Only documents whose ordering field is before this value.</summary>
    public Query<T> Until(object? value)
    {
        until = DocumentJson.TextOf(value);
        return this;
    }

    /// <summary>Continues behind the last document of an earlier page; null starts at the first.</summary>
    public Query<T> After(Cursor? cursor)
    {
        after = cursor;
        return this;
    }

    /// <summary>At most this many documents, 1 to 1000.</summary>
    public Query<T> Take(int count)
    {
        limit = Math.Clamp(count, 1, 1000);
        return this;
    }

    internal DocumentQuery Build(Schema schema)
    {
        var order = orderField ?? throw new InvalidOperationException("A query needs OrderBy or OrderByDescending.");
        if (!schema.Indexes.Any(index => index[^1] == order))
        {
            throw new InvalidOperationException($"No index of {schema.Collection} ends with '{order}': declare one.");
        }

        if (part is not null && !schema.Searches.Contains(new Searched(part.Field, order)))
        {
            throw new InvalidOperationException($"'{part.Field}' of {schema.Collection} is not searched in the order of '{order}': declare it.");
        }

        var unknown = filters.FirstOrDefault(f => !schema.Fields.Contains(f.Field));
        return unknown is null
            ? new DocumentQuery([.. filters], order, descending, from, until, after, limit, part)
            : throw new InvalidOperationException($"'{unknown.Field}' of {schema.Collection} is in no index: declare one.");
    }

    private Query<T> Order(Expression<Func<T, object?>> field, bool isDescending)
    {
        orderField = DocumentJson.FieldName(field);
        descending = isDescending;
        return this;
    }
}
