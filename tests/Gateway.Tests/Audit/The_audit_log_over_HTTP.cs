using System.Globalization;
using System.Net;
using System.Text.Json;
using Contracts.Audit;
using Contracts.Users;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Audit;

public sealed class The_audit_log_over_HTTP(RunningGateway gateway) : GatewayTests(gateway)
{
    private static readonly string Hash = new('a', 64);

    [Theory]
    [InlineData("/audit")]
    [InlineData("/api/v1/audit")]
    public async Task A_list_passes_its_filters_on_and_shows_what_changed(string path)
    {
        var before = new Dictionary<string, JsonElement> { ["status"] = JsonSerializer.SerializeToElement("PENDING") };
        Services.On<ListAuditEntries>(_ => new AuditEntryList([new AuditEntry(Some.Time, "system", "request.expired", "request:1", before, null, null)], "next"));

        var list = await (await Gateway.SignedIn(Role.Auditor)).GetAsync(
            $"{path}?actor=system&action=request.expired&target=request:1&from=2030-01-31T12:00:00Z&to=2030-01-31T14:00:00%2B01:00&limit=2&cursor=c")
            .Json(HttpStatusCode.OK);

        list.GetRawText().ShouldBe(
            """{"items":[{"at":"2030-01-31T12:00:00Z","actor":"system","action":"request.expired","target":"request:1","before":{"status":"PENDING"},"after":null,"traceId":null}],"nextCursor":"next"}""");
        Services.Last<ListAuditEntries>().ShouldBe(
            new ListAuditEntries("system", "request.expired", "request:1", Some.Time, Some.Time.AddHours(1), 2, "c"));
    }

    [Theory]
    [InlineData("from=yesterday", "from")]
    [InlineData("from=2030-01-31&to=2030-01-31T12:00:00", "from,to")]
    [InlineData("from=2030-01-31T12:00:00Z&to=2030-01-31T12:00:00Z", "to")]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=101&to=x", "limit,to")]
    [InlineData("actor=%00&action=%00&target=%00", "action,actor,target")]
    public async Task What_is_wrong_with_the_filters_is_told_at_once(string query, string fields)
    {
        (await (await Gateway.SignedIn(Role.Auditor)).GetAsync($"/audit?{query}").Faults()).ShouldBe(fields.Split(','));
        Services.ReceivedCount.ShouldBe(0);
    }

    [Fact]
    public async Task A_long_log_is_verified_part_by_part()
    {
        Services.On<VerifyAuditLog>(part => part.After < 3000
            ? new AuditLogVerified(part.After + part.Limit, Hash, null, false)
            : new AuditLogVerified(3007, Hash, null, true));

        var answer = await (await Gateway.SignedIn(Role.Admin)).GetAsync("/audit/verify").Json(HttpStatusCode.OK);

        answer.GetRawText().ShouldBe("""{"valid":true,"entries":3007,"firstBroken":null}""");
        Services.Received<VerifyAuditLog>().Select(part => (part.After, part.Hash)).ShouldBe(
            [(0, null), (1000, Hash), (2000, Hash), (3000, Hash)]);
    }

    [Fact]
    public async Task A_broken_log_names_its_first_broken_entry()
    {
        Services.On<VerifyAuditLog>(_ => new AuditLogVerified(41, Hash, 42, true));

        var answer = await (await Gateway.SignedIn(Role.Auditor)).GetAsync("/audit/verify").Json(HttpStatusCode.OK);

        answer.GetRawText().ShouldBe("""{"valid":false,"entries":41,"firstBroken":42}""");
    }

    [Fact]
    public async Task An_export_is_a_line_for_each_entry_of_every_part()
    {
        Services.On<GetAuditRecords>(part => new AuditRecordList([.. Records(part.After, Math.Min(part.Limit, 450 - part.After))]));

        using var response = await (await Gateway.SignedIn(Role.Auditor)).GetAsync("/audit/export");

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/x-ndjson");
        var lines = (await response.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Select(line => JsonElement.Parse(line).GetProperty("sequence").GetInt64()).ShouldBe(Enumerable.Range(1, 450).Select(i => (long)i));
        JsonElement.Parse(lines[0]).Names().ShouldBe(
            ["sequence", "sourceId", "at", "actor", "action", "target", "before", "after", "traceId", "previousHash", "hash"]);
        lines[6].ShouldContain("""
            "before":null,"after":{"name":"Été"}
            """);
    }

    [Fact]
    public async Task An_export_that_cannot_begin_is_a_problem()
    {
        Services.On<GetAuditRecords>(_ => throw new InvalidOperationException("down"));

        await (await Gateway.SignedIn(Role.Auditor)).GetAsync("/audit/export").Problem(HttpStatusCode.ServiceUnavailable, "SERVICE_UNAVAILABLE");
    }

    [Fact]
    public async Task An_export_that_breaks_off_is_no_complete_answer()
    {
        Services.On<GetAuditRecords>(part => part.After == 0 ? new AuditRecordList([.. Records(0, part.Limit)]) : throw new InvalidOperationException("down"));
        var client = await Gateway.SignedIn(Role.Auditor);

        await Should.ThrowAsync<Exception>(async () =>
        {
            using var response = await client.GetAsync("/audit/export", HttpCompletionOption.ResponseHeadersRead);
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
            await response.Content.ReadAsStringAsync();
        });
    }

    private static IEnumerable<AuditRecord> Records(long after, long count) => Enumerable.Range(1, (int)count).Select(i => new AuditRecord(
        after + i, Guid.NewGuid(), Some.Time, "system", "event.updated", $"event:{(after + i).ToString(CultureInfo.InvariantCulture)}", null, """{"name":"Été"}""", "t", Hash, Hash));
}
