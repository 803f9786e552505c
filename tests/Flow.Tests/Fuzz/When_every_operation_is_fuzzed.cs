using System.Globalization;
using System.Net;
using System.Text.Json;
using Flow.Tests.Operations;
using Testing;
using Drills.Api;

namespace Flow.Tests.Fuzz;

/// <summary>
/// Hostile inputs for each operation of the platform's own OpenAPI document, sent by somebody who may use all of them. The
/// seed is in FUZZ_SEED, which test.sh prints; the same seed makes the same inputs.
/// </summary>
[Collection(InThisProcess.Name)]
public sealed class When_every_operation_is_fuzzed : IAsyncLifetime
{
    private const int Inputs = 500;
    private const int Together = 10;

    /// <summary>How often an operation may change something before its further inputs are checked for their answers alone.</summary>
    private const int MostChanges = 2;

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(40);

    /// <summary>Refused before there is a request that could be answered: no such target or header can be read at all.</summary>
    private static readonly HttpStatusCode[] Unreadable =
        [HttpStatusCode.BadRequest, HttpStatusCode.RequestUriTooLong, HttpStatusCode.RequestHeaderFieldsTooLarge];

    private readonly int seed = int.TryParse(Environment.GetEnvironmentVariable("FUZZ_SEED"), CultureInfo.InvariantCulture, out var given)
        ? given
        : Random.Shared.Next();

    private readonly HttpClient http = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false });
    private readonly List<string> faults = [];
    private readonly SortedDictionary<int, int> statuses = [];
    private RunningPlatform platform = null!;
    private ApiClient caller = null!;
    private string written = "";
    private int unchanged;

    /// <summary>A sync that an input has begun ends at once: its platform is at an address that may not be called.</summary>
    public async Task InitializeAsync() => platform = await RunningPlatform.Start(settings: ("Campaigns:AllowPrivateNetworks", "false"));

    public async Task DisposeAsync()
    {
        http.Dispose();
        await platform.DisposeAsync();
    }

    [Fact]
    public async Task Each_input_is_answered_clearly_and_what_is_refused_changes_nothing()
    {
        var known = await SomethingOfEachKind();
        var document = JsonDocument.Parse(await http.GetStringAsync(new Uri(platform.Address, "/openapi/v1.json"))).RootElement;
        var schemas = document.GetProperty("components").GetProperty("schemas");
        var operations = ApiOperation.Of(document);
        operations.Count.ShouldBeGreaterThan(40);

        // What is wrong with a login is counted against its sender: last, because the caller signs in as well.
        foreach (var (operation, index) in operations.Select((operation, index) => (operation, index)).OrderBy(o => o.operation.Path.EndsWith("/auth/login", StringComparison.Ordinal)))
        {
            var hostile = new Hostile(seed + index);
            await Fuzz(operation, [.. Enumerable.Range(0, Inputs).Select(_ => HostileRequest.Make(hostile, operation, schemas, Kept(operation, known)))]);
            faults.Count.ShouldBeLessThan(50, Report());
        }

        faults.ShouldBeEmpty(Report());
        unchanged.ShouldBeGreaterThan(operations.Count(operation => !operation.Reads) * Inputs / 2, Report());
        statuses.GetValueOrDefault((int)HttpStatusCode.Unauthorized).ShouldBeLessThan(operations.Count * Inputs / 20, $"who is not signed in tests little: {Report()}");
    }

    private async Task Fuzz(ApiOperation operation, HostileRequest[] inputs)
    {
        var changes = 0;
        await StaySignedIn();
        written = platform.Written == written ? written : await Settled();
        foreach (var batch in inputs.Chunk(Together))
        {
            var done = (await Task.WhenAll(batch.Select(Send))).Contains(true);
            if (changes > MostChanges)
            {
                // An operation that hostile inputs do use, such as logging out.
                await StaySignedIn();
                continue;
            }

            var now = platform.Written;
            if (now == written)
            {
                unchanged += operation.Reads ? 0 : batch.Length;
                continue;
            }

            if (!done || operation.Reads)
            {
                faults.Add($"{written} became\n{now}\n  though all of these were refused or only read:\n  {string.Join("\n  ", batch.AsEnumerable())}");
            }

            changes++;
            await StaySignedIn();
            written = await Settled();
        }
    }

    /// <returns>Whether it may have changed something: it was accepted, or nobody knows.</returns>
    private async Task<bool> Send(HostileRequest request)
    {
        var answer = await Answer(request);
        var isUnknown = false;
        if (answer.Status is (int)HttpStatusCode.ServiceUnavailable or (int)HttpStatusCode.GatewayTimeout)
        {
            // The machine is busy; whether the input is at fault shows when it is sent again.
            isUnknown = true;
            answer = await Answer(request);
        }

        lock (faults)
        {
            statuses[answer.Status] = statuses.GetValueOrDefault(answer.Status) + 1;
            if (answer.Fault is not null)
            {
                faults.Add($"{answer.Status} {answer.Fault}\n  {request}");
            }
        }

        return isUnknown || answer.Status is >= 200 and < 300;
    }

    private async Task<(int Status, string? Fault)> Answer(HostileRequest request)
    {
        try
        {
            using var message = request.Message(platform.Address, caller.AccessToken);
            using var bound = new CancellationTokenSource(Bound);
            using var response = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, bound.Token);
            var type = response.Content.Headers.ContentType?.MediaType;
            var body = type == "text/event-stream" ? "" : await response.Content.ReadAsStringAsync(bound.Token);
            return ((int)response.StatusCode, Fault(response.StatusCode, type, body));
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            return (0, $"no answer: {e.Message} {e.InnerException?.Message}");
        }
    }

    private static string? Fault(HttpStatusCode status, string? type, string body)
    {
        if ((int)status >= 500)
        {
            return $"is the platform's fault: {body}";
        }

        if (body.Contains("   at ", StringComparison.Ordinal) || body.Contains("System.", StringComparison.Ordinal))
        {
            return $"tells how the platform is built: {body}";
        }

        if ((int)status < 400 || (body.Length == 0 && Unreadable.Contains(status)))
        {
            return null;
        }

        return type == "application/problem+json" && JsonDocument.Parse(body).RootElement is { } problem
            && problem.TryGetProperty("code", out _) && problem.TryGetProperty("traceId", out _)
            ? null
            : $"is no problem with a code and a trace id: {type} {body}";
    }

    /// <summary>Ids of what exists, by the name before them in a path.</summary>
    private async Task<Dictionary<string, string>> SomethingOfEachKind()
    {
        var campaign = await Campaign.Start(platform.Address, Campaign.Manual, Campaign.Points(5), Campaign.Item("sword", 1));
        var user = await campaign.NewUser();
        var request = await campaign.Requested(user);
        var reward = (await campaign.Admin.Get($"/events/{campaign.EventId}/rewards")).Expect(HttpStatusCode.OK).Items[0].GetProperty("id").GetString()!;
        var (stage, participant, session) = await SomethingOnAStage(campaign, user);
        caller = await campaign.NewUser();
        (await campaign.Admin.Put($"/users/{caller.UserId}/roles", new { roles = new[] { "USER", "OPERATOR", "AUDITOR", "ADMIN" } })).Expect(HttpStatusCode.OK);
        await caller.LogIn(caller.Email, ApiClient.Password);
        var team = (await caller.Post("/teams", new { name = "Team" })).Expect(HttpStatusCode.Created).Text("id");
        var config = await SomethingConnected(caller, team);
        var sync = (await caller.Post($"/teams/{team}/platforms/http/campaigns/sync", new { accountId = "acme-1" })).Expect(HttpStatusCode.Accepted).Text("id");
        await Wait.Until(async () => (await caller.Get($"/syncs/{sync}")).Text("status") == "FAILED", "the sync to have failed");
        return new()
        {
            ["events"] = $"{campaign.EventId}",
            ["rewards"] = reward,
            ["requests"] = $"{request}",
            ["users"] = user.UserId.ToString(),
            ["stages"] = stage,
            ["rooms"] = (await caller.Post("/rooms", new { name = "Room" })).Expect(HttpStatusCode.Created).Text("id"),
            ["invitations"] = user.UserId.ToString(),
            ["tokens"] = participant,
            ["sessions"] = session,
            ["dead-letters"] = "reward.work.grant-reward",
            ["platforms"] = "http",
            ["configs"] = config,
            ["credentials"] = "acme-1",
            ["campaigns"] = "acme-1",
            ["teams"] = team,
            ["members"] = caller.UserId.ToString(),
            ["syncs"] = sync,
            ["service-accounts"] = (await caller.Post("/service-accounts", new { name = "Shop", permissions = new[] { "activities:write" } })).Expect(HttpStatusCode.Created).Text("id"),
        };
    }

    /// <summary>A configuration of a team, and an account that uses it.</summary>
    private static async Task<string> SomethingConnected(ApiClient user, string team)
    {
        var of = $"/teams/{team}/platforms/http";
        var config = (await user.Post($"{of}/configs", new { name = "Live", settings = new { baseUrl = "https://ads.example.com" } })).Expect(HttpStatusCode.Created).Text("id");
        (await user.Put($"{of}/credentials/acme-1", new { credentials = new { token = "a-token" } })).Expect(HttpStatusCode.Created);
        return config;
    }

    /// <summary>The session has ended: an open one would end by itself amid the inputs.</summary>
    private static async Task<(string Stage, string Participant, string Session)> SomethingOnAStage(Campaign campaign, ApiClient user)
    {
        var stage = (await campaign.Admin.Post("/stages", new { name = "Main stage" })).Expect(HttpStatusCode.Created).Text("id");
        var token = (await user.Post($"/stages/{stage}/tokens", new { capabilities = new[] { "SUBSCRIBE" } })).Expect(HttpStatusCode.Created);
        var session = (await user.Post($"/stages/{stage}/sessions", new { token = token.Text("token") })).Expect(HttpStatusCode.Created).Text("id");
        (await user.Delete($"/stages/{stage}/sessions/{session}")).Expect(HttpStatusCode.OK);
        return (stage, token.Text("participantId"), session);
    }

    /// <summary>What is deleted is not there for the operations after it.</summary>
    private static Dictionary<string, string> Kept(ApiOperation operation, Dictionary<string, string> known) =>
        operation.Method == "DELETE" ? known.ToDictionary(k => k.Key, _ => Guid.Empty.ToString()) : known;

    private async Task StaySignedIn()
    {
        if ((await caller.Get("/auth/me")).Status == HttpStatusCode.Unauthorized)
        {
            await caller.LogIn(caller.Email, ApiClient.Password);
        }
    }

    /// <summary>What was accepted goes on after its answer, message by message; what was sent is cleared from the outboxes a second later.</summary>
    private async Task<string> Settled()
    {
        var (before, same) = ("", 0);
        await Wait.Until(
            async () =>
            {
                var now = platform.Written;
                same = now == before && await platform.UnderWay() == 0 ? same + 1 : 0;
                before = now;
                return same == 60;
            },
            "nothing is under way any more");
        return before;
    }

    private string Report() =>
        $"FUZZ_SEED={seed}, {statuses.Values.Sum()} inputs, {unchanged} of them changes in batches that wrote nothing; "
        + $"{string.Join(", ", statuses.Select(s => $"{s.Value} x {s.Key}"))}\n{string.Join('\n', faults.Take(30))}";
}
