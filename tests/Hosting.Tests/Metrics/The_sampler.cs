using System.Diagnostics.Metrics;
using Hosting.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Testing;

namespace Hosting.Tests.Metrics;

[Collection("Meters")]
public sealed class The_sampler
{
    private static readonly SampledGauge Orders = new("sampled.orders", "Orders that wait.");
    private static readonly SampledGauge Age = new("sampled.oldest.age", "Of the oldest.", "s");

    [Fact]
    public async Task What_was_looked_up_is_shown_in_the_units_and_labels_of_Prometheus()
    {
        await using var host = await Host(_ => Task.FromResult<IReadOnlyList<Reading>>([Orders.Of(3, ("shop", "a")), Age.Of(1.5)])).Start();

        await Sample(host);

        var text = (await host.Get("/metrics")).Body;
        text.ShouldContain("# HELP sampled_orders Orders that wait.\n# TYPE sampled_orders gauge\nsampled_orders{shop=\"a\"} 3\n");
        text.ShouldContain("sampled_oldest_age_seconds 1.5\n");
    }

    [Fact]
    public async Task A_scrape_looks_nothing_up()
    {
        var looked = 0;
        await using var host = await Host(_ => Task.FromResult<IReadOnlyList<Reading>>([Orders.Of(++looked)])).Start();
        await Sample(host);

        await host.Get("/metrics");
        await host.Get("/metrics");

        looked.ShouldBe(1);
    }

    [Fact]
    public async Task What_cannot_be_looked_up_any_more_has_no_value_and_hides_no_other()
    {
        var isAway = false;
        await using var host = await Host(
            _ => isAway ? throw new TimeoutException() : Task.FromResult<IReadOnlyList<Reading>>([Orders.Of(3)]),
            _ => Task.FromResult<IReadOnlyList<Reading>>([Age.Of(2)])).Start();
        await Sample(host);
        isAway = true;
        await Sample(host);

        var text = (await host.Get("/metrics")).Body;
        text.ShouldNotContain("\nsampled_orders 3");
        text.ShouldContain("sampled_oldest_age_seconds 2\n");

        isAway = false;
        await Sample(host);
        (await host.Get("/metrics")).Body.ShouldContain("\nsampled_orders 3\n");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_last_backup_is_the_time_of_its_marker_and_0_before_the_first(bool isMade)
    {
        var marker = Path.Combine(Path.GetTempPath(), $"marker-{Guid.NewGuid():N}");
        if (isMade)
        {
            await File.WriteAllTextAsync(marker, "");
            File.SetLastWriteTimeUtc(marker, DateTimeOffset.FromUnixTimeSeconds(1_700_000_000).UtcDateTime);
        }

        await using var host = await new TestHost(new() { ["Backup:Marker"] = marker }).Start();
        await Sample(host);

        (await host.Get("/metrics")).Body.ShouldContain($"\nbackup_last_success_timestamp_seconds {(isMade ? 1_700_000_000 : 0)}\n");
        File.Delete(marker);
    }

    [Fact]
    public async Task A_histogram_of_ours_may_have_bounds_of_its_own()
    {
        using var meter = new Meter("Messaging.Tests.Bounds");
        await using var host = await new TestHost().Start();
        var histogram = meter.CreateHistogram("sampled.wait", "s", "How long.", tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [60, 3600] });
        histogram.Record(100);

        (await host.Get("/metrics")).Body.ShouldContain("sampled_wait_seconds_bucket{le=\"60\"} 0\nsampled_wait_seconds_bucket{le=\"3600\"} 1\nsampled_wait_seconds_bucket{le=\"+Inf\"} 1\n");
    }

    private static TestHost Host(params Sample[] samples) =>
        new(build: builder => Array.ForEach(samples, sample => builder.Services.AddSample(_ => sample)));

    private static Task Sample(TestHost host) =>
        host.Services.GetServices<IHostedService>().OfType<Sampler>().Single().Take(CancellationToken.None);
}
