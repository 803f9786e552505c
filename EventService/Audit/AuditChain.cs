using System.Buffers;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using Contracts.Audit;
using Documents;

namespace EventService.Audit;

/// <summary>A place in the chain: how many entries there are up to it, and the hash of the last of them.</summary>
internal readonly record struct ChainPosition(long Count, string Hash);

/// <param name="Upto">As far as the chain holds.</param>
/// <param name="FirstBroken">The entry behind it, if that was changed, is missing, or stands elsewhere.</param>
internal readonly record struct ChainCheck(ChainPosition Upto, long? FirstBroken);

/// <summary>Each entry's hash covers its content, its place, and the hash of the entry before it.</summary>
internal static class AuditChain
{
    /// <summary>Before the first entry.</summary>
    public static readonly ChainPosition Start = new(0, new string('0', 64));

    private static readonly JsonWriterOptions Canonical = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static AuditDocument Next(ChainPosition tail, ChangeRecorded change)
    {
        var entry = new AuditDocument
        {
            Id = AuditDocument.IdOf(tail.Count + 1),
            SourceId = change.SourceId,
            At = change.At,
            Actor = change.Actor,
            Action = change.Action,
            Target = change.Target,
            Before = Text(change.Before),
            After = Text(change.After),
            TraceId = change.TraceId,
            PreviousHash = tail.Hash,
        };
        entry.Hash = HashOf(entry);
        return entry;
    }

    /// <summary>
    /// SHA-256 over the JSON array of id, previous hash, source id, time, actor, action, target, before, after (texts, as
    /// stored) and trace id; in lower-case hexadecimal digits.
    /// </summary>
    public static string HashOf(AuditDocument entry) => Convert.ToHexStringLower(SHA256.HashData(Write(writer =>
    {
        writer.WriteStartArray();
        string?[] parts =
        [
            entry.Id, entry.PreviousHash, DocumentJson.TextOf(entry.SourceId), DocumentJson.TextOf(entry.At),
            entry.Actor, entry.Action, entry.Target, entry.Before, entry.After, entry.TraceId,
        ];
        foreach (var part in parts)
        {
            writer.WriteStringValue(part);
        }

        writer.WriteEndArray();
    })));

    /// <summary>Checks the entries that were found behind a place, in the order of their positions.</summary>
    /// <param name="isEnd">There are no more.</param>
    /// <param name="head">As it was before the entries were read.</param>
    public static ChainCheck Check(ChainPosition from, IEnumerable<AuditDocument> entries, bool isEnd, AuditHead? head)
    {
        var upto = from;
        foreach (var entry in entries)
        {
            var expected = upto.Count + 1;
            var isNext = entry.Id == AuditDocument.IdOf(expected) && entry.PreviousHash == upto.Hash && entry.Hash == HashOf(entry);
            if (!isNext || (head?.Count == expected && head.Hash != entry.Hash))
            {
                return new ChainCheck(upto, expected);
            }

            upto = new ChainPosition(expected, entry.Hash);
        }

        var isCutOff = isEnd && (head is null ? upto.Count > 0 : head.Count > upto.Count);
        return new ChainCheck(upto, isCutOff ? upto.Count + 1 : null);
    }

    private static string? Text(IReadOnlyDictionary<string, JsonElement>? fields) =>
        fields is null ? null : System.Text.Encoding.UTF8.GetString(Write(writer => WriteObject(writer, fields)));

    private static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Canonical))
        {
            write(writer);
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteObject(Utf8JsonWriter writer, IEnumerable<KeyValuePair<string, JsonElement>> fields)
    {
        writer.WriteStartObject();
        foreach (var (name, value) in fields.OrderBy(field => field.Key, StringComparer.Ordinal))
        {
            writer.WritePropertyName(name);
            WriteValue(writer, value);
        }

        writer.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter writer, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(writer, value.EnumerateObject().Select(field => KeyValuePair.Create(field.Name, field.Value)));
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    WriteValue(writer, item);
                }

                writer.WriteEndArray();
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }
}
