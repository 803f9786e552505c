using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Contracts.Activities;
using Contracts.Users;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Activities;

public sealed class Activities_over_HTTP(RunningGateway gateway) : GatewayTests(gateway)
{
    private const string User = "0190a5f0-0000-7000-8000-000000000001";

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task One_activity_is_recorded()
    {
        Services.On<RecordActivities>(_ => new ActivitiesRecorded(1, 0));

        var answer = await (await Gateway.SignedIn(Role.Operator)).Post("/activities", Activity()).Json(HttpStatusCode.Accepted);

        answer.GetRawText().ShouldBe("""{"accepted":1,"duplicates":0}""");
        var activity = Services.Last<RecordActivities>().Activities.ShouldHaveSingleItem();
        activity.ShouldSatisfyAllConditions(
            sent => sent.UserId.ShouldBe(Guid.Parse(User)),
            sent => sent.Type.ShouldBe("purchase"),
            sent => sent.OccurredAt.ShouldBe(new DateTimeOffset(2026, 1, 2, 1, 4, 5, TimeSpan.Zero)),
            sent => sent.Key.ShouldBe("k"),
            sent => sent.Data!["amount"].GetDecimal().ShouldBe(9.5m));
    }

    [Theory]
    [InlineData("/events", """{"name":"n","periodStart":"{0}","periodEnd":"{0}"}""", "periodEnd")]
    [InlineData("/events/00000000-0000-0000-0000-000000000001/evaluate", """{"at":"{0}"}""", "userId")]
    [InlineData("/events/00000000-0000-0000-0000-000000000001/rewards", """{"name":"n","type":"COUPON","expiry":"{0}"}""", "couponCode")]
    [InlineData("/activities", """{"userId":"0190a5f0-0000-7000-8000-000000000001","type":"t","occurredAt":"{0}"}""", "key")]
    public async Task Nanoseconds_are_taken_wherever_a_time_is(string path, string body, string otherFault) =>
        (await (await Gateway.SignedIn(Role.Operator)).Post(path, body.Replace("{0}", path == "/activities" ? "2026-01-02T10:00:00.123456789Z" : "2100-01-02T10:00:00.123456789+02:00", StringComparison.Ordinal)).Faults())
            .ShouldBe([otherFault]);

    [Fact]
    public async Task A_type_is_one_however_it_was_typed()
    {
        Services.On<RecordActivities>(_ => new ActivitiesRecorded(1, 0));
        Services.On<ListActivities>(_ => new ActivityList([], null));
        var client = await Gateway.SignedIn(Role.Operator);

        await client.Post("/activities", Activity().Replace("purchase", "e\u0301", StringComparison.Ordinal)).Json(HttpStatusCode.Accepted);
        await client.GetAsync($"/users/{User}/activities?type=e%CC%81").Json(HttpStatusCode.OK);

        Services.Last<RecordActivities>().Activities[0].Type.ShouldBe("\u00e9");
        Services.Last<ListActivities>().Type.ShouldBe("\u00e9");
    }

    [Fact]
    public async Task An_array_of_1000_is_recorded_and_one_more_is_not()
    {
        Services.On<RecordActivities>(message => new ActivitiesRecorded(message.Activities.Count, 0));
        var client = await Gateway.SignedIn(Role.Admin);

        (await client.Post("/activities", Batch(1000)).Json(HttpStatusCode.Accepted)).GetProperty("accepted").GetInt32().ShouldBe(1000);
        (await client.Post("/activities", Batch(1001)).Faults()).ShouldBe(["activities"]);
        (await client.Post("/activities", "[]").Faults()).ShouldBe(["activities"]);
        (await client.Post("/activities", "null").Faults()).ShouldBe(["activities"]);
        Services.ReceivedCount.ShouldBe(1);
    }

    [Fact]
    public async Task A_batch_with_faults_is_refused_whole_and_each_fault_named_by_its_place()
    {
        var soon = Now.AddMinutes(6).ToString("O", CultureInfo.InvariantCulture);
        var many = string.Join(',', Enumerable.Range(0, 21).Select(i => $"\"n{i}\":1"));
        var body = $$$"""
            [{{{Activity()}}}, null, {"userId":"x","type":" ","occurredAt":"yesterday","extra":1},
             {"userId":"{{{User}}}","type":"t\u0000","occurredAt":"{{{soon}}}","key":"{{{new string('k', 201)}}}","data":{"a":true,"b":"\ud800","c":1e20,"d":"{{{new string('x', 201)}}}"}},
             {"userId":"{{{User}}}","type":"t","occurredAt":"1969-12-31T23:59:59Z","key":"k","data":{ {{{many}}} }}]
            """;

        (await (await Gateway.SignedIn(Role.Operator)).Post("/activities", body).Faults()).ShouldBe(
        [
            "[1]",
            "[2].extra", "[2].key", "[2].occurredAt", "[2].type", "[2].userId",
            "[3].data.a", "[3].data.b", "[3].data.c", "[3].data.d", "[3].key", "[3].occurredAt", "[3].type",
            "[4].data", "[4].occurredAt",
        ]);
        Services.ReceivedCount.ShouldBe(0);
    }

    [Theory]
    [InlineData("{", HttpStatusCode.BadRequest, "MALFORMED_JSON")]
    [InlineData("", HttpStatusCode.BadRequest, "MALFORMED_JSON")]
    [InlineData("5", HttpStatusCode.BadRequest, "MALFORMED_JSON")]
    [InlineData("""[{"key":5}]""", HttpStatusCode.BadRequest, "MALFORMED_JSON")]
    [InlineData("""{"key":"a","key":"b"}""", HttpStatusCode.BadRequest, "MALFORMED_JSON")]
    public async Task What_is_no_activity_is_malformed(string body, HttpStatusCode status, string code) =>
        await (await Gateway.SignedIn(Role.Operator)).Post("/activities", body).Problem(status, code);

    [Fact]
    public async Task A_body_may_have_4_MiB_and_no_more()
    {
        Services.On<RecordActivities>(_ => new ActivitiesRecorded(1, 0));
        var client = await Gateway.SignedIn(Role.Operator);
        var activity = Activity();

        (await client.Post("/activities", activity.PadRight(4 * 1024 * 1024))).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await client.Post("/activities", activity.PadRight((4 * 1024 * 1024) + 1)).Problem(HttpStatusCode.RequestEntityTooLarge, "PAYLOAD_TOO_LARGE");
    }

    [Fact]
    public async Task Another_media_type_is_415()
    {
        var content = new StringContent(Activity(), Encoding.UTF8, "text/plain");

        await (await Gateway.SignedIn(Role.Operator)).PostAsync("/activities", content).Problem(HttpStatusCode.UnsupportedMediaType, "UNSUPPORTED_MEDIA_TYPE");
    }

    [Fact]
    public async Task An_idempotency_key_gives_the_first_answer_again()
    {
        Services.On<RecordActivities>(_ => new ActivitiesRecorded(1, 0));
        var client = await Gateway.SignedIn(Role.Operator);

        var answers = new[]
        {
            await client.Post("/activities", Activity(), ("Idempotency-Key", "a")).Json(HttpStatusCode.Accepted),
            await client.Post("/activities", Activity(), ("Idempotency-Key", "a")).Json(HttpStatusCode.Accepted),
        };

        answers.ShouldAllBe(answer => answer.GetProperty("accepted").GetInt32() == 1);
        Services.ReceivedCount.ShouldBe(1);
    }

    [Fact]
    public async Task A_server_with_a_good_signature_needs_no_token()
    {
        await using var signed = await WithSecrets();
        signed.Services.On<RecordActivities>(_ => new ActivitiesRecorded(1, 0));
        var now = Now.ToUnixTimeMilliseconds();

        foreach (var (secret, timestamp) in new[] { ("first secret", now), ("second secret", now - 200_000), ("first secret", now + 200_000) })
        {
            (await Post(signed, Activity(), timestamp, Sign(secret, timestamp, Activity()))).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        }

        (await Post(signed, Activity(), now, Sign("first secret", now, Activity()).ToUpperInvariant())).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        signed.Services.ReceivedCount.ShouldBe(4);
    }

    [Fact]
    public async Task A_bad_signature_is_403_and_changes_nothing()
    {
        await using var signed = await WithSecrets();
        var now = Now.ToUnixTimeMilliseconds();
        var good = Sign("first secret", now, Activity());
        (long? Timestamp, string? Signature)[] bad =
        [
            (now, null), (null, good), (now, ""), (now, "zz" + good[2..]), (now, good[1..]), (now + 1, good), (now, Sign("other secret", now, Activity())),
            (now, Sign("first secret", now, Activity() + " ")), (long.MinValue, good), (long.MaxValue, good), (now, Sign("", now, Activity())),
            (now - 600_000, Sign("first secret", now - 600_000, Activity())), (now + 600_000, Sign("first secret", now + 600_000, Activity())),
        ];

        foreach (var (timestamp, signature) in bad)
        {
            await Post(signed, Activity(), timestamp, signature).Problem(HttpStatusCode.Forbidden, "INVALID_SIGNATURE");
        }

        signed.Services.ReceivedCount.ShouldBe(0);
    }

    [Theory]
    [InlineData("+{0}")]
    [InlineData("-{0}")]
    [InlineData(" {0}x")]
    [InlineData("{0}.0")]
    [InlineData("{0}e0")]
    [InlineData("0x{0}")]
    [InlineData("1{0}000000000000000000")]
    [InlineData("")]
    [InlineData("٣{0}")]
    public async Task A_timestamp_that_is_no_plain_number_is_refused_though_it_is_what_was_signed(string format)
    {
        await using var signed = await WithSecrets();
        var timestamp = string.Format(CultureInfo.InvariantCulture, format, Now.ToUnixTimeMilliseconds());
        var signature = Convert.ToHexStringLower(
            HMACSHA256.HashData(Encoding.UTF8.GetBytes("first secret"), Encoding.UTF8.GetBytes($"{timestamp}.{Activity()}")));

        await signed.Anonymous().Post("/activities", Activity(), ("X-Webhook-Timestamp", timestamp), ("X-Webhook-Signature", signature))
            .Problem(HttpStatusCode.Forbidden, "INVALID_SIGNATURE");

        signed.Services.ReceivedCount.ShouldBe(0);
    }

    [Fact]
    public async Task A_header_that_is_given_twice_or_is_huge_is_refused()
    {
        await using var signed = await WithSecrets();
        var now = Now.ToUnixTimeMilliseconds();
        var timestamp = now.ToString(CultureInfo.InvariantCulture);
        var good = Sign("first secret", now, Activity());
        (string, string)[][] bad =
        [
            [("X-Webhook-Timestamp", timestamp), ("X-Webhook-Signature", good), ("X-Webhook-Signature", good)],
            [("X-Webhook-Timestamp", timestamp), ("X-Webhook-Timestamp", timestamp), ("X-Webhook-Signature", good)],
            [("X-Webhook-Timestamp", timestamp), ("X-Webhook-Signature", $"{good},{good}")],
            [("X-Webhook-Timestamp", timestamp), ("X-Webhook-Signature", good + new string('0', 10_000))],
            [("X-Webhook-Timestamp", new string('0', 10_000) + timestamp), ("X-Webhook-Signature", good)],
        ];

        foreach (var headers in bad)
        {
            await signed.Anonymous().Post("/activities", Activity(), headers).Problem(HttpStatusCode.Forbidden, "INVALID_SIGNATURE");
        }

        signed.Services.ReceivedCount.ShouldBe(0);
    }

    [Fact]
    public async Task A_bad_signature_is_not_made_good_by_an_operators_token()
    {
        await using var signed = await WithSecrets();
        var client = await signed.SignedIn(Role.Operator);

        await client.Post("/activities", Activity(), ("X-Webhook-Signature", "00")).Problem(HttpStatusCode.Forbidden, "INVALID_SIGNATURE");
    }

    [Fact]
    public async Task The_signature_is_of_the_bytes_that_came()
    {
        await using var signed = await WithSecrets();
        signed.Services.On<RecordActivities>(_ => new ActivitiesRecorded(1, 0));
        var now = Now.ToUnixTimeMilliseconds();
        var spaced = $" \n{Activity()}\t";

        await Post(signed, spaced, now, Sign("first secret", now, Activity())).Problem(HttpStatusCode.Forbidden, "INVALID_SIGNATURE");
        (await Post(signed, spaced, now, Sign("first secret", now, spaced))).StatusCode.ShouldBe(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task Without_a_configured_secret_every_signature_is_refused()
    {
        var now = Now.ToUnixTimeMilliseconds();

        await Post(Gateway, Activity(), now, Sign("", now, Activity())).Problem(HttpStatusCode.Forbidden, "INVALID_SIGNATURE");
    }

    [Fact]
    public async Task A_signed_body_is_checked_like_any_other()
    {
        await using var signed = await WithSecrets();
        var now = Now.ToUnixTimeMilliseconds();

        (await Post(signed, "{}", now, Sign("first secret", now, "{}")).Faults()).ShouldBe(["key", "occurredAt", "type", "userId"]);
    }

    [Fact]
    public async Task One_reads_one_s_own_activities_by_type()
    {
        var caller = Guid.NewGuid();
        Services.On<ListActivities>(_ => new ActivityList([new Activity(caller, "login", Some.Time, "k", null)], "next"));

        var list = await (await Gateway.SignedIn(caller, Role.User)).GetAsync($"/users/{caller}/activities?type=login&limit=5&cursor=c").Json(HttpStatusCode.OK);

        list.GetProperty("nextCursor").GetString().ShouldBe("next");
        list.GetProperty("items")[0].Names().ShouldBe(["userId", "type", "occurredAt", "key", "data"]);
        Services.Last<ListActivities>().ShouldBe(new ListActivities(caller, "login", 5, "c"));
    }

    private static Task<GatewayHost> WithSecrets() => GatewayHost.Start(
        settings: [("Webhooks:Secrets:0", "first secret"), ("Webhooks:Secrets:1", "second secret"), ("Webhooks:Secrets:2", "")]);

    private static Task<HttpResponseMessage> Post(GatewayHost host, string body, long? timestamp, string? signature)
    {
        var headers = new List<(string, string)>();
        if (timestamp is { } time)
        {
            headers.Add(("X-Webhook-Timestamp", time.ToString(CultureInfo.InvariantCulture)));
        }

        if (signature is not null)
        {
            headers.Add(("X-Webhook-Signature", signature));
        }

        return host.Anonymous().Post("/activities", body, [.. headers]);
    }

    private static string Sign(string secret, long timestamp, string body) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(FormattableString.Invariant($"{timestamp}.{body}"))));

    private static string Batch(int count) => $"[{string.Join(',', Enumerable.Repeat(Activity(), count))}]";

    private static string Activity() =>
        $$$"""{"userId":"{{{User}}}","type":"purchase","occurredAt":"2026-01-02T03:04:05+02:00","key":"k","data":{"stage":"3","amount":9.5}}""";
}
