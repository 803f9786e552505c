using System.Text.RegularExpressions;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Documents.MongoDb;

/// <summary>Recognizes that a unique index refused a write, however the driver reports it, and which index it was.</summary>
internal static partial class DuplicateKeys
{
    private const int Code = 11000;

    /// <summary>An older server's for an update.</summary>
    private const int UpdateCode = 11001;

    /// <summary>The index of what a single write met; null when it is no such refusal, empty when it does not say which.</summary>
    public static string? IndexOf(Exception exception) => exception switch
    {
        MongoWriteException { WriteConcernError: null, WriteError: { } error } => IndexOf(error),
        MongoBulkWriteException { WriteConcernError: null, WriteErrors: [var error] } => IndexOf(error),
        MongoCommandException e when Is(e.Code) => IndexIn(e.ErrorMessage ?? ""),
        _ => null,
    };

    public static string? IndexOf(WriteError error) => Is(error.Code) ? IndexIn(error.Message) : null;

    /// <summary>Whether all that is wrong with a bulk write are refusals by unique indexes.</summary>
    public static bool IsAllOf(MongoBulkWriteException<BsonDocument> exception) =>
        exception.WriteConcernError is null && exception.UnprocessedRequests.Count == 0 && exception.WriteErrors.All(e => Is(e.Code));

    public static bool Is(int code) => code is Code or UpdateCode;

    /// <summary>
    /// Servers say "E11000 duplicate key error collection: db.users index: unique_email dup key: { ... }", old ones
    /// "index: db.users.$unique_email dup key". The value behind may hold anything; the first match is the server's own.
    /// </summary>
    internal static string IndexIn(string message) => Named().Match(message) is { Success: true } match ? match.Groups["name"].Value : "";

    [GeneratedRegex(@"\bindex: (\S*\.\$)?(?<name>[A-Za-z0-9_]+)\s+(collation: |dup key)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Named();
}
