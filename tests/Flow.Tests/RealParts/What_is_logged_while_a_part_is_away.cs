using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Drills.Api;
using Testing;
using Testing.Processes;
using Testing.Servers;
using Messaging.Client;

namespace Flow.Tests.RealParts;

/// <summary>With a reward flow under way, and callers who go on asking.</summary>
public sealed class What_is_logged_while_a_part_is_away(What_is_logged_while_a_part_is_away.Own own) : IClassFixture<What_is_logged_while_a_part_is_away.Own>
{
    /// <summary>At its beginning and after 30 s; one more where two kinds begin with the same words.</summary>
    private const int MostOfAKind = 4;

    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(33);

    /// <summary>Between two calls of each caller: in an outage often enough for hundreds of lines, were there one for each.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    [RealFact(Real.RabbitMq, Real.Redis, Real.Postgres, Own = true)]
    public async Task Of_the_broker_is_said_once_and_every_30_s() => await IsSaidSeldom(deployment => deployment.RabbitMq, "bus is unhealthy; waiting for it", "was not sent and stays in its outbox");

    [RealFact(Real.RabbitMq, Real.Redis, Real.Postgres, Own = true, StopsStore = true)]
    public async Task Of_the_store_is_said_once_and_every_30_s() => await IsSaidSeldom(deployment => deployment.Postgres!, "event_db is unhealthy; waiting for it");

    [RealFact(Real.RabbitMq, Real.Redis, Real.Postgres, Own = true)]
    public async Task Of_Redis_is_said_once_and_every_30_s() => await IsSaidSeldom(deployment => deployment.Redis, "redis is unhealthy; waiting for it");

    [RealFact(Real.RabbitMq, Real.Redis, Real.Postgres, Own = true)]
    public async Task The_trace_of_a_request_is_in_every_line_up_to_the_grant_and_in_a_problem()
    {
        var deployment = await own.Running();
        var campaign = await Campaign.Start(deployment.Address);
        using var user = await campaign.NewUser();
        using var http = new HttpClient { BaseAddress = deployment.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", user.AccessToken);

        var (status, id, trace) = await Post();
        status.ShouldBe(HttpStatusCode.Created);
        await user.Becomes(Guid.Parse(id), RequestStatus.Fulfilled);
        foreach (var line in new[] { "POST /events/{id:guid}/request answered 201", $"Request {id} of event {campaign.EventId} was accepted", $"of request {id}: Granted", $"Request {id} is fulfilled" })
        {
            await Wait.Until(
                () => deployment.Services.Any(service => service.Output.Split('\n').Any(one => one.Contains(line, StringComparison.Ordinal) && one.Contains(trace, StringComparison.Ordinal))),
                $"a line of the trace with {line}");
        }

        (status, var told, trace) = await Post();
        status.ShouldBe(HttpStatusCode.Conflict);
        told.ShouldBe(trace);

        async Task<(HttpStatusCode Status, string Id, string Trace)> Post()
        {
            var traceId = ActivityTraceId.CreateRandom().ToHexString();
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/events/{campaign.EventId}/request");
            request.Headers.Add("traceparent", $"00-{traceId}-{ActivitySpanId.CreateRandom().ToHexString()}-01");
            using var answer = await http.SendAsync(request);
            var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
            return (answer.StatusCode, body.GetProperty(answer.IsSuccessStatusCode ? "id" : "traceId").GetString()!, traceId);
        }
    }

    private async Task IsSaidSeldom(Func<Deployment, RealServer> partOf, params string[] said)
    {
        var deployment = await own.Running();
        var part = partOf(deployment);
        var campaign = await Campaign.Start(deployment.Address, Campaign.Manual);
        var users = new List<ApiClient>();
        for (var i = 0; i < 4; i++)
        {
            users.Add(await campaign.NewUser());
        }

        var ids = new List<Guid>();
        foreach (var user in users)
        {
            ids.Add(await campaign.Requested(user));
        }

        // They end meanwhile, and each has a message to send then.
        var end = TimeProvider.System.GetUtcNow().AddSeconds(10);
        for (var i = 0; i < 2 * MostOfAKind; i++)
        {
            var created = await campaign.Admin.Post("/events", new { name = $"Short {i}", periodStart = "2026-01-01T00:00:00Z", periodEnd = end, status = "ACTIVE" });
            created.Expect(HttpStatusCode.Created);
        }

        var before = deployment.Services.ToDictionary(service => service, service => service.Output.Split('\n').Length);
        try
        {
            var stopping = part.Kill();
            var approving = ids.Select(id => campaign.Admin.Post($"/events/requests/{id}/approve", new { reason = "asked for" })).ToList();
            await stopping;
            var start = TimeProvider.System.GetTimestamp();
            using var calls = new PeriodicTimer(Pace);

            // What waits in an outbox is given up after 30 s.
            while (TimeProvider.System.GetElapsedTime(start) is var outage && (outage < Outage || (outage < 2 * Outage && !said.All(IsSaid))))
            {
                await Task.WhenAll(users.Select(user => user.Get("/events")));
                await calls.WaitForNextTickAsync();
            }

            await Task.WhenAll(approving);
            foreach (var service in deployment.Services)
            {
                var often = Warnings(service.Output.Split('\n')[before[service]..]).CountBy(Kind).Where(kind => kind.Value > MostOfAKind).Select(kind => $"{kind.Value} times {kind.Key}");
                often.ShouldBeEmpty(service.Name);
            }

            said.Where(line => !IsSaid(line)).ShouldBeEmpty();
        }
        finally
        {
            // The other tests of the class have it too.
            await part.Start();
            await deployment.StartAll();
        }

        // Answers that come late are nobody's, and no harm to others.
        await campaign.Admin.LogIn(TestAccounts.AdminEmail, TestAccounts.AdminPassword);
        (await campaign.Admin.Get("/events")).Status.ShouldBe(HttpStatusCode.OK);
        deployment.Gateway.Output.ShouldNotContain("Declare queue faulted");

        bool IsSaid(string line) => deployment.Services.Any(service => service.Output.Contains(line, StringComparison.Ordinal));
    }

    /// <summary>But for the one line that each HTTP request has.</summary>
    private static IEnumerable<string> Warnings(IEnumerable<string> lines) => lines.Where(line =>
        line.Split(' ') is [var time, "WRN" or "ERR" or "FTL", _, var source, ..]
        && TimeOnly.TryParseExact(time, "HH:mm:ss.fff", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
        && !source.EndsWith("RequestLoggingMiddleware", StringComparison.Ordinal));

    /// <summary>Service, source, and the first words behind the trace; ids are of no kind.</summary>
    private static string Kind(string line) =>
        string.Join(' ', line.Split(' ').Skip(2).Where(word => word.Length > 0 && !Guid.TryParse(word.Trim('"'), out _)).Take(5));

    /// <summary>Its outages are long: others would wait. It logs what a service logs without a setting.</summary>
    public sealed class Own : IAsyncLifetime
    {
        private Deployment? deployment;

        public async Task<Deployment> Running() => deployment ??= await Deployment.Start();

        public Task InitializeAsync() => Task.CompletedTask;

        public async Task DisposeAsync()
        {
            if (deployment is not null)
            {
                await deployment.DisposeAsync();
            }
        }
    }
}
