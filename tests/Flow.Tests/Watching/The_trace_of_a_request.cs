using System.Diagnostics;
using System.Net.Http.Json;
using Testing;
using Testing.Servers;
using Messaging.Client;

namespace Flow.Tests.Watching;

[Collection(WatchedDeployment.Collection)]
public sealed class The_trace_of_a_request(WatchedDeployment watched)
{
    /// <summary>From the client's own span on, each but the first has its parent in the same trace.</summary>
    [RealFact(Real.RabbitMq, Real.Redis, Real.Postgres, Real.Prometheus, Own = true)]
    public async Task Goes_from_the_gateway_through_every_service_and_its_store_to_the_grant()
    {
        var (deployment, _) = await watched.Watched();
        var campaign = await Campaign.Start(deployment.Address);
        using var user = await campaign.NewUser();
        using var client = new HttpClient { BaseAddress = deployment.Address };
        client.DefaultRequestHeaders.Authorization = new("Bearer", user.AccessToken);
        var trace = ActivityTraceId.CreateRandom().ToHexString();
        var caller = ActivitySpanId.CreateRandom().ToHexString();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/events/{campaign.EventId}/request");
        request.Headers.Add("traceparent", $"00-{trace}-{caller}-01");

        using var answer = await client.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        var id = (await answer.Content.ReadFromJsonAsync<Accepted>())!.Id;
        await user.Becomes(id, RequestStatus.Fulfilled);

        List<Span> spans = [];
        await Wait.Until(
            () =>
            {
                spans = [.. watched.Spans.Where(span => span.Trace == trace)];
                return Task.FromResult(Missing(spans).Count == 0);
            },
            () => $"spans of {string.Join(", ", Missing(spans))} among {string.Join('\n', spans)}");
        spans.ShouldContain(span => span.Service == "Gateway" && span.Parent == caller && span.Name.StartsWith("POST /events/{", StringComparison.Ordinal));
    }

    /// <summary>Who has no span of messages or of its store, and whose parent has not come.</summary>
    private static List<string> Missing(IReadOnlyList<Span> spans)
    {
        var ids = spans.Select(span => span.Id).ToHashSet();
        return
        [
            .. new[] { "Gateway", "EventService", "RewardWorker" }.Where(service => !spans.Any(span => span.Service == service && span.Scope == "MassTransit"))
                .Select(service => $"messages in {service}"),
            .. new[] { "EventService", "RewardWorker" }.Where(service => !spans.Any(span => span.Service == service && span.Scope == "Documents"))
                .Select(service => $"the store of {service}"),
            .. spans.Where(span => span.Service != "Gateway" && !ids.Contains(span.Parent)).Select(span => $"the parent of {span.Name} in {span.Service}"),
        ];
    }

    private sealed record Accepted(Guid Id);
}
