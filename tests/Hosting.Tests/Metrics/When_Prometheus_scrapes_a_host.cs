using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Testing;
using Testing.Servers;

namespace Hosting.Tests.Metrics;

[Collection("Meters")]
public sealed class When_Prometheus_scrapes_a_host
{
    [RealFact(Real.Prometheus, Own = true)]
    public async Task Its_series_are_found()
    {
        await using var host = await new TestHost(map: app => app.MapGet("/things/{id}", (string id) => Results.Text(id))).Start();
        await host.Get("/things/one");
        await host.Get("/things/two");
        await using var prometheus = await PrometheusServer.Of(host.Client.BaseAddress!.Authority).Started();

        await Found("""http_request_duration_seconds_count{method="GET",route="/things/{id}",status_code="200"}""", 2);
        await Found("""http_request_duration_seconds_bucket{route="/things/{id}",le="30"}""", 2);
        await Found("""component_up{component="bus"}""", 1);
        await Found("up", 1);

        Task Found(string query, double value) => Wait.Until(async () => await prometheus.Value(query) == value, query);
    }
}
