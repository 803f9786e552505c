using System.Text.Encodings.Web;
using System.Text.Json;
using Contracts.Audit;
using Contracts.Users;
using Hosting;
using Http.Deadlines;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Audit;

internal static class ExportAuditRoute
{
    private const string ContentType = "application/x-ndjson";
    private const int PartSize = 200;

    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Map(RouteGroupBuilder audit) => audit.MapGet("/export", Handle)
        .WithName("ExportAudit").WithSummary("All entries, oldest first, one in a line, with the hashes that chain them").Needs(Permissions.AuditRead)
        .Produces<string>(StatusCodes.Status200OK, ContentType);

    private static async Task<Results<PushStreamHttpResult, Problem>> Handle(
        HttpContext context, ServiceClient services, Deadline deadline, CancellationToken cancellationToken)
    {
        var first = await services.Ask<GetAuditRecords, AuditRecordList>(new GetAuditRecords(0, PartSize), cancellationToken);
        return first.Problem is { } problem ? problem : TypedResults.Stream(Write, ContentType, "audit.ndjson");

        async Task Write(Stream body)
        {
            var part = first;
            while (true)
            {
                if (part.Problem is not null)
                {
                    // The status has been sent: only a broken connection tells the reader that there is more.
                    context.Abort();
                    return;
                }

                var records = part.Reply.Items;
                await body.WriteAsync(Lines(records), cancellationToken);
                if (records.Count < PartSize || HeadRequests.IsHead(context))
                {
                    return;
                }

                await body.FlushAsync(cancellationToken);
                deadline.Restart();
                part = await services.Ask<GetAuditRecords, AuditRecordList>(new GetAuditRecords(records[^1].Sequence, PartSize), cancellationToken);
            }
        }
    }

    private static ReadOnlyMemory<byte> Lines(IReadOnlyList<AuditRecord> records)
    {
        var lines = new MemoryStream();
        using var writer = new Utf8JsonWriter(lines, Json);
        foreach (var record in records)
        {
            writer.Reset();
            Write(writer, record);
            writer.Flush();
            lines.WriteByte((byte)'\n');
        }

        return lines.GetBuffer().AsMemory(0, (int)lines.Length);
    }

    private static void Write(Utf8JsonWriter writer, AuditRecord record)
    {
        writer.WriteStartObject();
        writer.WriteNumber("sequence", record.Sequence);
        writer.WriteString("sourceId", record.SourceId);
        writer.WriteString("at", record.At.UtcDateTime);
        writer.WriteString("actor", record.Actor);
        writer.WriteString("action", record.Action);
        writer.WriteString("target", record.Target);
        WriteText(writer, "before", record.Before);
        WriteText(writer, "after", record.After);
        writer.WriteString("traceId", record.TraceId);
        writer.WriteString("previousHash", record.PreviousHash);
        writer.WriteString("hash", record.Hash);
        writer.WriteEndObject();
    }

    /// <summary>As it was hashed, to the byte.</summary>
    private static void WriteText(Utf8JsonWriter writer, string name, string? json)
    {
        writer.WritePropertyName(name);
        if (json is null)
        {
            writer.WriteNullValue();
        }
        else
        {
            writer.WriteRawValue(json);
        }
    }
}
