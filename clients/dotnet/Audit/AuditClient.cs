using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Messaging.Client;

/// <summary>Who changed what, when. Before is null for what is new, After for what is gone.</summary>
public sealed record AuditEntry(
    DateTimeOffset At,
    string Actor,
    string Action,
    string Target,
    IReadOnlyDictionary<string, JsonElement>? Before,
    IReadOnlyDictionary<string, JsonElement>? After,
    string? TraceId);

/// <summary>An entry as the log keeps it: the texts of Before and After (<see cref="JsonElement.GetRawText"/>) are what its hash covers.</summary>
public sealed record AuditRecord(
    long Sequence,
    Guid SourceId,
    DateTimeOffset At,
    string Actor,
    string Action,
    string Target,
    JsonElement? Before,
    JsonElement? After,
    string? TraceId,
    string PreviousHash,
    string Hash);

/// <summary>Entries: how many were found whole. FirstBroken: the number, from 1, of the first that was not.</summary>
public sealed record AuditVerification(bool Valid, long Entries, long? FirstBroken);

/// <summary>Every change of configuration, role and password, and every decision.</summary>
public sealed class AuditClient
{
    private static readonly TimeSpan WholeLog = TimeSpan.FromMinutes(10);

    private readonly Api api;

    internal AuditClient(Api api) => this.api = api;

    /// <param name="action">Such as <c>event.updated</c>.</param>
    /// <param name="target">Such as <c>event:{id}</c>.</param>
    /// <param name="to">Before this time.</param>
    public Pages<AuditEntry> List(string? actor = null, string? action = null, string? target = null, DateTimeOffset? from = null, DateTimeOffset? to = null) =>
        api.List<AuditEntry>("/audit", Query.None.With("actor", actor).With("action", action).With("target", target).With("from", from).With("to", to));

    /// <summary>Checks the chain of all entries.</summary>
    public Task<AuditVerification> Verify(CancellationToken cancellationToken = default) =>
        api.Send<AuditVerification>(Api.Reading("/audit/verify") with { Patience = WholeLog }, cancellationToken);

    /// <summary>All entries, oldest first, with the hashes that chain them.</summary>
    /// <exception cref="IOException">The connection was lost before the end.</exception>
    public async IAsyncEnumerable<AuditRecord> Export([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var body = await ExportLines(cancellationToken).ConfigureAwait(false);
        await using (body.ConfigureAwait(false))
        {
            using var reader = new StreamReader(body);
            while (await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
            {
                yield return JsonSerializer.Deserialize<AuditRecord>(line, ClientJson.Options)!;
            }
        }
    }

    /// <summary>The same byte for byte, a line each, to be disposed of: for a file that is to be verified later.</summary>
    public Task<Stream> ExportLines(CancellationToken cancellationToken = default) => api.Stream(Api.Reading("/audit/export"), cancellationToken);
}
