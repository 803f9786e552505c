using System.Text;
using System.Text.Json;
using Documents.Engines;
using Documents.Outbox;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Documents.MongoDb;

/// <summary>
/// The shape of one collection's documents, its indexes, filters and updates:
/// <code>
/// { _id, version,
///   body:    the JSON text,
///   fields:  { each field that any version declares and that is not null: its text,
///              _layout: how many of them its writer knew },
///   outbox:  [{ id, raisedAt: ticks, message: the JSON text }],     absent when empty
///   oldest:  ticks, not later than the oldest message's,            absent with the outbox
///   writes:  the ids of its last writes }
/// </code>
/// <para>
/// Body and fields are text because BSON would lose: its dates have milliseconds, decimals of 34 digits become another
/// text, keys may not be any text. A field's text orders as the port says, since strings without a collation compare
/// by their UTF-8. What is read back is, byte for byte, what was written, as on the other engines.
/// </para>
/// <para>
/// The layout stands among the fields because every version, whichever it is, writes those anew: one that knows nothing
/// of it takes it away by that.
/// </para>
/// </summary>
internal sealed class StoredCollection
{
    public const string Id = "_id";
    public const string Version = "version";
    public const string Body = "body";
    public const string Outbox = "outbox";
    public const string Oldest = "oldest";
    public const string Writes = "writes";

    /// <summary>How many commands of one batch may be under way at once, where each document needs its own.</summary>
    public static readonly ParallelOptions FewAtOnce = new() { MaxDegreeOfParallelism = 8 };

    private const string Fields = "fields";
    private const string Layout = "_layout";
    private const string MessageId = "id";
    private const string MessageRaisedAt = "raisedAt";
    private const string Message = "message";

    /// <summary>Writers whose answer is lost find their write as long as no more than these come after it.</summary>
    private const int KeptWrites = 8;

    private readonly Schema schema;

    /// <summary>Those that other versions declare, too: bodies have them.</summary>
    private volatile IReadOnlyList<string> fields;

    public StoredCollection(IMongoDatabase database, Schema schema)
    {
        this.schema = schema;
        fields = schema.KeptFields;
        Documents = database.GetCollection<BsonDocument>(schema.Collection);
        UniqueIndexes = schema.UniqueFields.ToDictionary(f => $"unique_{f}");
    }

    public IMongoCollection<BsonDocument> Documents { get; }

    public string Name => schema.Collection;

    public IReadOnlyList<string> DeclaredFields => schema.KeptFields;

    /// <summary>What a version wrote that did not know all of the fields, or nothing of layouts.</summary>
    public BsonDocument OfOlderLayout => new($"{Fields}.{Layout}", AnyOf([BsonNull.Value, .. Enumerable.Range(0, fields.Count).Select(n => (BsonValue)n)]));

    public static CreateIndexModel<BsonDocument> ByLayout => Index("layout", [$"{Fields}.{Layout}"], new());

    public static BsonDocument AsToFill => new() { { Body, 1 }, { Writes, 1 }, { $"{Fields}.{Layout}", 1 } };

    /// <summary>The unique field of each unique index, by the index's name.</summary>
    public IReadOnlyDictionary<string, string> UniqueIndexes { get; }

    /// <summary>
    /// Unique ones are sparse: a document without the field is outside. The others end with the id, by which ties are
    /// ordered; so they cannot be sparse, and a document without the ordering field is in them, but in no range of texts.
    /// </summary>
    public IEnumerable<CreateIndexModel<BsonDocument>> Indexes =>
    [
        .. FieldIndex.Of(schema).Select(i => Index(
            i.IsUnique ? $"unique_{i.Declared[0]}" : i.Searched is null ? $"by_{string.Join('_', i.Declared)}" : SearchName(i.Searched, i.Declared[0]),
            i.Fields.Select(Path),
            i.IsUnique ? new() { Unique = true, Sparse = true } : new())),
        Index("pending", [Oldest], new() { Sparse = true }),
    ];

    /// <summary>BSON holds no half of a surrogate pair; JSON writes it as U+FFFD too.</summary>
    public static BsonString Text(string text) =>
        text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') ? Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) : text;

    public static BsonBinaryData Uuid(Guid id) => new(id, GuidRepresentation.Standard);

    public static BsonDocument ById(string id) => new(Id, Text(id));

    public static BsonDocument ByVersion(DocumentWrite write) => new() { { Id, Text(write.Id) }, { Version, write.ExpectedVersion } };

    public static BsonDocument AnyOf(IEnumerable<BsonValue> values) => new("$in", new BsonArray(values));

    /// <summary>The document if nobody has written it since, not even as another one of its id, nor filled it.</summary>
    public static BsonDocument AsSeen(BsonDocument document) =>
        new() { { Id, document[Id] }, { Writes, document[Writes] }, { $"{Fields}.{Layout}", LayoutOf(document) } };

    /// <summary>Null, which is also what a document without a layout is found by.</summary>
    private static BsonValue LayoutOf(BsonDocument document) =>
        document.TryGetValue(Fields, out var fields) && fields.AsBsonDocument.TryGetValue(Layout, out var layout) ? layout : BsonNull.Value;

    public static StoredDocument Stored(BsonDocument document) =>
        new(document[Id].AsString, document[Version].AsInt64, Encoding.UTF8.GetBytes(document[Body].AsString));

    public static List<OutboxEntry> OutboxOf(BsonDocument document) => document.TryGetValue(Outbox, out var outbox)
        ? [.. outbox.AsBsonArray.Select(m => new OutboxEntry(m[MessageId].AsBsonBinaryData, m[MessageRaisedAt].AsInt64, m[Message].AsString))]
        : [];

    /// <summary>From now on writes fill these.</summary>
    public void Has(IReadOnlyList<string> all) => fields = all;

    public BsonDocument Fill(BsonDocument document) =>
        new("$set", new BsonDocument(Fields, FieldsOf(Encoding.UTF8.GetBytes(document[Body].AsString))));

    public BsonDocument Insert(DocumentWrite write, Guid writeId)
    {
        var document = new BsonDocument
        {
            { Id, Text(write.Id) },
            { Version, 1L },
            { Body, Encoding.UTF8.GetString(write.Body) },
            { Fields, FieldsOf(write.Body) },
            { Writes, new BsonArray { Uuid(writeId) } },
        };
        if (write.Outbox.Count > 0)
        {
            document.Add(Outbox, Entries(write));
            document.Add(Oldest, OldestOf(write));
        }

        return document;
    }

    /// <summary>Replaces everything but the messages that wait; its own go behind them.</summary>
    public BsonDocument Update(DocumentWrite write, Guid writeId)
    {
        var added = new BsonDocument(Writes, new BsonDocument { { "$each", new BsonArray { Uuid(writeId) } }, { "$slice", -KeptWrites } });
        var update = new BsonDocument
        {
            {
                "$set", new BsonDocument
                {
                    { Version, write.ExpectedVersion + 1 },
                    { Body, Encoding.UTF8.GetString(write.Body) },
                    { Fields, FieldsOf(write.Body) },
                }
            },
            { "$push", added },
        };
        if (write.Outbox.Count > 0)
        {
            added.Add(Outbox, new BsonDocument("$each", Entries(write)));
            update.Add("$min", new BsonDocument(Oldest, OldestOf(write)));
        }

        return update;
    }

    /// <summary>Documents other than the write's own that hold its value of a unique field; null when it has none.</summary>
    public BsonDocument? Holder(DocumentWrite write, string field) => schema.FieldValues(write.Body)[field] is { } value
        ? new BsonDocument { { Path(field), Text(value) }, { Id, new BsonDocument("$ne", Text(write.Id)) } }
        : null;

    /// <summary>Holds messages, and none but these.</summary>
    public static BsonDocument HoldsOnly(string id, BsonArray messages) => new()
    {
        { Id, Text(id) },
        { Outbox, new BsonDocument("$not", new BsonDocument("$elemMatch", new BsonDocument(MessageId, new BsonDocument("$nin", messages)))) },
        { Oldest, new BsonDocument("$exists", true) },
    };

    public static BsonDocument HoldsAny(IEnumerable<BsonValue> ids, IEnumerable<BsonValue> messages) => new()
    {
        { Id, AnyOf(ids) },
        { $"{Outbox}.{MessageId}", AnyOf(messages) },
    };

    public static BsonDocument Pull(BsonArray messages) =>
        new("$pull", new BsonDocument(Outbox, new BsonDocument(MessageId, new BsonDocument("$in", messages))));

    /// <summary>The document as it was seen, with this message still in it.</summary>
    public static BsonDocument Unchanged(BsonDocument seen, OutboxEntry message) => new()
    {
        { Id, seen[Id] },
        { Version, seen[Version] },
        { $"{Outbox}.{MessageId}", message.Id },
    };

    public static BsonDocument Filter(DocumentQuery query)
    {
        var order = Path(query.OrderField);
        var conditions = new BsonArray(query.Filters.Select(f => new BsonDocument(
            Path(f.Field), f.Values.Count == 1 ? Text(f.Values[0]) : AnyOf(f.Values.Distinct().Select(Text)))));

        if (query.Part is { } part)
        {
            conditions.Add(new BsonDocument(Path(part.Field), new BsonDocument("$regex", Literal(part.Text))));
        }

        // Every text, and nothing that is absent: a range of strings holds strings only.
        conditions.Add(Condition(order, "$gte", query.From ?? ""));
        if (query.Until is { } until)
        {
            conditions.Add(Condition(order, "$lt", until));
        }

        if (query.After is { } after)
        {
            // The first condition alone lets the scan of the index start at the cursor.
            var beyond = query.Descending ? "$lt" : "$gt";
            conditions.Add(Condition(order, $"{beyond}e", after.OrderValue));
            conditions.Add(new BsonDocument("$or", new BsonArray
            {
                Condition(order, beyond, after.OrderValue),
                new BsonDocument("$and", new BsonArray { new BsonDocument(order, Text(after.OrderValue)), Condition(Id, beyond, after.Id) }),
            }));
        }

        return new BsonDocument("$and", conditions);
    }

    /// <summary>The index in which the searched texts are passed, so that only what has the part is looked up; else the server chooses.</summary>
    public static BsonValue? Hint(DocumentQuery query) => query.Part is { } part ? SearchName(part.Field, query.OrderField) : null;

    public static BsonDocument Sort(DocumentQuery query)
    {
        var direction = query.Descending ? -1 : 1;
        var sort = new BsonDocument(Path(query.OrderField), direction);
        return query.OrderField == "id" ? sort : sort.Add(Id, direction);
    }

    private static string SearchName(string field, string orderField) => $"by_{orderField}_with_{field}";

    /// <summary>The expression that this text alone matches.</summary>
    private static BsonString Literal(string text) => Text(string.Concat(text.Select(c => c switch
    {
        '\0' => @"\x00",
        _ when char.IsAscii(c) && !char.IsAsciiLetterOrDigit(c) => $@"\{c}",
        _ => $"{c}",
    })));

    private static string Path(string field) => field == "id" ? Id : $"{Fields}.{field}";

    private static BsonDocument Condition(string path, string comparison, string value) => new(path, new BsonDocument(comparison, Text(value)));

    private static CreateIndexModel<BsonDocument> Index(string name, IEnumerable<string> paths, CreateIndexOptions<BsonDocument> options)
    {
        options.Name = name;
        return new CreateIndexModel<BsonDocument>(new BsonDocument(paths.Select(p => new BsonElement(p, 1))), options);
    }

    private BsonDocument FieldsOf(byte[] body)
    {
        var known = fields;
        var texts = known.Zip(DocumentJson.TextsOf(body, known)).Where(f => f.Second is not null);
        return new(texts.Select(f => new BsonElement(f.First, Text(f.Second!)))) { { Layout, known.Count } };
    }

    private static BsonArray Entries(DocumentWrite write) => new(write.Outbox.Select(m => new BsonDocument
    {
        { MessageId, Uuid(m.Id) },
        { MessageRaisedAt, m.RaisedAt.UtcTicks },
        { Message, JsonSerializer.Serialize(m, DocumentJson.Options) },
    }));

    private static long OldestOf(DocumentWrite write) => write.Outbox.Min(m => m.RaisedAt.UtcTicks);
}

/// <param name="RaisedAt">Ticks of UTC.</param>
internal sealed record OutboxEntry(BsonBinaryData Id, long RaisedAt, string Json)
{
    public OutboxMessage Message => JsonSerializer.Deserialize<OutboxMessage>(Json, DocumentJson.Options)!;
}
